/** The numbers of each scenario in one table. */
import { join } from 'node:path';
import { K6_METRIC, type K6Summary } from '../../contract/contract.ts';
import { statOf } from '../../judge/evidence.ts';
import { shownFolder } from '../../judge/repeats.ts';
import { peakLevel } from '../../shared/load/shape.ts';
import type {
  Figures,
  RunRecord,
  ScenarioPlan,
  ScenarioVerdict,
  Verdict,
} from '../../store/records/records.ts';
import { FILES, readRecord } from '../../store/store.ts';
import { levelText, MIB, mibText, msText, percentText, perSecondText } from '../../text/numbers.ts';
import { capped } from '../capped.ts';
import { type Short, shortOf } from '../short.ts';
import { table } from './markdown.ts';

const MAX_ROWS = 100;
const HEAD = [
  'profile / scenario',
  'judged by',
  'peak load',
  'operations/s',
  'median',
  'p95',
  'p99',
  'errors',
  'memory peak',
];

/** A scenario's figures as its verdict has them. */
export function measuredOf(runFolder: string, profile: string, scenario: ScenarioVerdict): Figures {
  return scenario.figures ?? olderFigures(runFolder, profile, scenario);
}

/** Verdicts before version 0.3 have none: what k6's summary and the findings say, so that many runs are read quickly. */
function olderFigures(runFolder: string, profile: string, scenario: ScenarioVerdict): Figures {
  const path = join(shownFolder(runFolder, profile, scenario), FILES.summary);
  const summary = readRecord<K6Summary>('summary', path);
  const known = (name: keyof Figures, value: number | undefined) =>
    value === undefined ? {} : { [name]: value };
  const ms = (stat: string) => statOf(summary, K6_METRIC.opDuration, stat);
  const memoryMib = scenario.findings.find(({ detector }) => detector === 'memory')?.value;
  return {
    ...known('medianMs', ms('med')),
    ...known('p95Ms', ms('p(95)')),
    ...known('p99Ms', ms('p(99)')),
    ...known('errorRate', statOf(summary, K6_METRIC.opFailed, 'rate')),
    ...known('memoryPeakBytes', memoryMib === undefined ? undefined : memoryMib * MIB),
  };
}

export function measuredSection(run: RunRecord, { profiles }: Verdict, runFolder: string): string[] {
  const all = profiles.flatMap(({ name, scenarios }) =>
    scenarios.map((scenario) => ({ profile: name, scenario })),
  );
  const { shown, rest } = capped(all, MAX_ROWS);
  const rows = shown.map(({ profile, scenario }) => {
    const measured = measuredOf(runFolder, profile, scenario);
    return [
      `${profile} / ${scenario.name}`,
      judgedText(shortOf(scenario, measured.p95Ms)),
      peakText(run.scenarios.find(({ name }) => name === scenario.name)),
      ...cells(measured),
    ];
  });
  return [['## Measured', table(HEAD, rows), ...rest('scenarios')].join('\n\n')];
}

function judgedText({ short, mark }: Short): string {
  if (short === '') return '–';
  return mark === undefined ? short : `${short} of ${mark}`;
}

function cells({ throughput, medianMs, p95Ms, p99Ms, errorRate, memoryPeakBytes }: Figures): string[] {
  return [
    perSecondText(throughput),
    msText(medianMs),
    msText(p95Ms),
    msText(p99Ms),
    percentText(errorRate),
    mibText(memoryPeakBytes),
  ];
}

function peakText(scenario: ScenarioPlan | undefined): string {
  return scenario === undefined ? '–' : levelText(peakLevel(scenario.legs), scenario.model);
}
