/** What the runs and capacity campaigns of a folder came to, from their stored verdicts and summaries. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Status } from '../../contract/contract.ts';
import { peakLevel, totalSeconds } from '../../shared/load/shape.ts';
import type {
  CapacitySummary,
  Figures,
  RunRecord,
  ScenarioPlan,
  Verdict,
} from '../../store/records/records.ts';
import { FILES, readRecord } from '../../store/store.ts';
import { clockText, levelText } from '../../text/numbers.ts';
import { measuredOf } from '../markdown/measured.ts';

/** More than half a year of nights; older runs keep their own reports. */
const MAX_RUNS = 200;

export interface PastRun {
  /** Its name below the results folder. */
  folder: string;
  startedAtMs: number;
  seconds?: number;
  state: RunRecord['state'];
  status: Status;
  target: string;
  /** Absent for a campaign: it has a plan of its own. */
  pace?: string;
  faults: string[];
  hasReport: boolean;
  scenes: PastScene[];
  /** Of a campaign: what it comes to, in a sentence. */
  headline?: string;
}

/** One scenario on one profile. */
export interface PastScene {
  profile: string;
  scenario: string;
  status: Status;
  /** What was played where; only numbers of the same conditions can be compared. */
  conditions: string;
  figures: Figures;
}

/** Newest first. What is damaged, or no run (baselines, the detection matrix, `latest`), is passed over. */
export function readPastRuns(out: string): PastRun[] {
  const names = existsSync(out)
    ? readdirSync(out, { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map(({ name }) => name)
    : [];
  const runs: PastRun[] = [];
  const timeIn = (name: string) => name.replace(CAMPAIGN, '');
  for (const name of names.sort((a, b) => (timeIn(a) < timeIn(b) ? 1 : -1))) {
    if (runs.length === MAX_RUNS) break;
    const run = pastRun(out, name) ?? pastCampaign(out, name);
    if (run !== undefined) runs.push(run);
  }
  return runs.sort((a, b) => b.startedAtMs - a.startedAtMs);
}

/** The rest of its name begins with its time, as a run's does. */
const CAMPAIGN = /^capacity-/;

function pastCampaign(out: string, name: string): PastRun | undefined {
  const folder = join(out, name);
  if (!CAMPAIGN.test(name)) return undefined;
  const summary = readRecord<CapacitySummary>('capacity', join(folder, FILES.summary));
  if (summary === undefined) return undefined;
  const { startedAtMs, durationSeconds, state, status, target, facts, headline } = summary;
  return {
    folder: name,
    startedAtMs,
    ...(state === 'running' ? {} : { seconds: durationSeconds }),
    state,
    status,
    target: facts.box === undefined ? `${target.about}, ${target.baseUrl}` : target.about,
    faults: facts.faults ?? [],
    hasReport: existsSync(join(folder, FILES.reportHtml)),
    scenes: [],
    headline: `capacity${facts.box === undefined ? '' : `, ${facts.box.profile}`}: ${headline}`,
  };
}

function pastRun(out: string, name: string): PastRun | undefined {
  const folder = join(out, name);
  const run = readRecord<RunRecord>('run', join(folder, FILES.run));
  const verdict = readRecord<Verdict>('verdict', join(folder, FILES.verdict));
  if (run === undefined || verdict === undefined) return undefined;
  const { startedAtMs, finishedAtMs, state, target, pace, faults = [] } = run;
  return {
    folder: name,
    startedAtMs,
    ...(finishedAtMs === undefined ? {} : { seconds: (finishedAtMs - startedAtMs) / 1000 }),
    state,
    status: verdict.status,
    target: target.baseUrl === undefined ? target.about : `${target.about}, ${target.baseUrl}`,
    pace,
    faults,
    hasReport: existsSync(join(folder, FILES.reportHtml)),
    scenes: scenesOf(run, verdict, folder),
  };
}

function scenesOf(run: RunRecord, verdict: Verdict, folder: string): PastScene[] {
  return verdict.profiles.flatMap(({ name: profile, scenarios }) =>
    scenarios.flatMap((scenario) => {
      const plan = run.scenarios.find(({ name }) => name === scenario.name);
      if (plan === undefined) return [];
      return [
        {
          profile,
          scenario: scenario.name,
          status: scenario.status,
          conditions: conditionsOf(run, plan),
          figures: measuredOf(folder, profile, scenario),
        },
      ];
    }),
  );
}

function conditionsOf({ sandbox }: RunRecord, { legs, model }: ScenarioPlan): string {
  return `${clockText(totalSeconds(legs))} up to ${levelText(peakLevel(legs), model)}, ${sandbox.driver}`;
}
