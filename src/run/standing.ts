/** How a run stands: its record, its verdict and its report, written anew after each scenario and at the end. */
import { join } from 'node:path';
import { judge } from '../judge/judge.ts';
import { report } from '../report/report.ts';
import type { RunRecord, ScenarioVerdict, Verdict } from '../store/records/records.ts';
import { FILES, writeRecord } from '../store/store.ts';

export interface RunResult {
  folder: string;
  verdict: Verdict;
}

/** @param known verdicts that need not be found again, as `judge` takes them */
export function writeStanding(
  folder: string,
  run: RunRecord,
  state: RunRecord['state'],
  known: Map<string, ScenarioVerdict> | undefined,
): RunResult {
  const finished = state === 'running' ? {} : { finishedAtMs: Date.now() };
  writeRecord(join(folder, FILES.run), { ...run, state, ...finished });
  const verdict = judge(folder, known);
  report(folder);
  return { folder, verdict };
}
