/** The numbers of each scenario in one table. */
import { join } from 'node:path';
import { K6_METRIC, type K6Summary } from '../contract/contract.ts';
import { statOf } from '../judge/evidence.ts';
import { shownFolder } from '../judge/repeats.ts';
import { peakLevel } from '../shared/load/shape.ts';
import type { RunRecord, ScenarioPlan, ScenarioVerdict, Verdict } from '../store/records/records.ts';
import { FILES, readRecord } from '../store/store.ts';
import { levelText, msText, percentText } from '../text/numbers.ts';
import { capped } from './capped.ts';
import { table } from './markdown.ts';
import { shortOf } from './short.ts';

const MAX_ROWS = 100;
const HEAD = [
  'profile / scenario',
  'judged by',
  'peak load',
  'req/s',
  'median',
  'p95',
  'p99',
  'errors',
  'memory peak',
];

/** What was not measured is absent. */
export interface Measured {
  requestsPerSecond: number | undefined;
  medianMs: number | undefined;
  p95Ms: number | undefined;
  p99Ms: number | undefined;
  failedShare: number | undefined;
  memoryMib: number | undefined;
}

/** From k6's summary and the verdict alone, so that many runs are read quickly. */
export function measuredOf(runFolder: string, profile: string, scenario: ScenarioVerdict): Measured {
  const path = join(shownFolder(runFolder, profile, scenario), FILES.summary);
  const summary = readRecord<K6Summary>('summary', path);
  const ms = (stat: string) => statOf(summary, K6_METRIC.opDuration, stat);
  return {
    requestsPerSecond: statOf(summary, 'http_reqs', 'rate'),
    medianMs: ms('med'),
    p95Ms: ms('p(95)'),
    p99Ms: ms('p(99)'),
    failedShare: statOf(summary, K6_METRIC.opFailed, 'rate'),
    memoryMib: scenario.findings.find(({ detector }) => detector === 'memory')?.value,
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
      shortOf(scenario, measured.p95Ms) || '–',
      peakText(run.scenarios.find(({ name }) => name === scenario.name)),
      ...cells(measured),
    ];
  });
  return [['## Measured', table(HEAD, rows), ...rest('scenarios')].join('\n\n')];
}

function cells({ requestsPerSecond, medianMs, p95Ms, p99Ms, failedShare, memoryMib }: Measured): string[] {
  return [
    perSecondText(requestsPerSecond),
    msText(medianMs),
    msText(p95Ms),
    msText(p99Ms),
    percentText(failedShare),
    memoryMib === undefined ? '–' : `${memoryMib} MiB`,
  ];
}

export function perSecondText(value: number | undefined): string {
  return value === undefined ? '–' : value.toFixed(value < 10 ? 1 : 0);
}

function peakText(scenario: ScenarioPlan | undefined): string {
  return scenario === undefined ? '–' : levelText(peakLevel(scenario.legs), scenario.model);
}
