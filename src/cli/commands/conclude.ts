/** The end of a run or of a judgement: the result on stdout and the exit code. */
import { join, relative } from 'node:path';
import type { Status } from '../../contract/contract.ts';
import { EXIT } from '../../errors.ts';
import { headline } from '../../judge/headline.ts';
import type { RunOptions } from '../../plan/options.ts';
import type { Verdict } from '../../store/records/records.ts';
import { FILES } from '../../store/store.ts';
import { plainJson, plainLines } from '../../text/plain-text.ts';

/** So that the columns stand in the same place in most runs. */
const MIN_NAME_CHARS = 10;

/** Prints the verdict and returns the exit code that goes with it. */
export function conclude(folder: string, verdict: Verdict, { json, failOn }: RunOptions): number {
  process.stdout.write(json ? plainJson(verdict) : shortText(folder, verdict));
  return exitCodeOf(verdict.status, failOn);
}

function exitCodeOf(status: Status, failOn: RunOptions['failOn']): number {
  if (status === 'critical' || (status === 'warning' && failOn === 'warning')) return EXIT.critical;
  return status === 'unknown' ? EXIT.unknown : EXIT.ok;
}

function shortText(folder: string, verdict: Verdict): string {
  const names = verdict.profiles.flatMap(({ scenarios }) => scenarios.map(({ name }) => name.length));
  const width = Math.max(MIN_NAME_CHARS, ...names);
  const lines = verdict.profiles.flatMap(({ name, status, scenarios }) => [
    `${name}: ${status}`,
    ...scenarios.map((scenario) =>
      `  ${scenario.name.padEnd(width)} ${scenario.status.padEnd(8)} ${headline(scenario)}`.trimEnd(),
    ),
  ]);
  return plainLines([
    ...lines,
    '',
    `verdict: ${verdict.status}`,
    `report:  ${relative('', join(folder, FILES.reportHtml))}`,
  ]);
}
