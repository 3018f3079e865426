/** The end of a run or of a judgement: the result on stdout and the exit code. */
import { join, relative } from 'node:path';
import type { Status } from '../../contract/contract.ts';
import { headline } from '../../judge/headline.ts';
import type { RunOptions } from '../../plan/options.ts';
import type { Verdict } from '../../store/records/records.ts';
import { FILES } from '../../store/store.ts';
import { plainJson, plainText } from '../../text/plain-text.ts';
import { coloured, usesColours } from '../progress/colours.ts';
import { exitCodeOf } from './exit-code.ts';
import { resultTable } from './result-table.ts';

/** Prints the verdict and returns the exit code that goes with it. */
export function conclude(folder: string, verdict: Verdict, { json, failOn }: RunOptions): number {
  process.stdout.write(json ? plainJson(verdict) : resultText(folder, verdict));
  return exitCodeOf(verdict.status, failOn);
}

/** What is not well in sentences, then everything in numbers, then the verdict. */
function resultText(folder: string, verdict: Verdict): string {
  const mark = usesColours(process.stdout) ? coloured : (_: Status, padded: string) => padded;
  const lines = [
    ...verdict.profiles.flatMap(sentences),
    ...resultTable(verdict, mark),
    '',
    `verdict: ${mark(verdict.status, verdict.status)}`,
    `report:  ${relative('', join(folder, FILES.reportHtml))}`,
  ];
  return `${(lines[0] === '' ? lines.slice(1) : lines).join('\n')}\n`;
}

function sentences({ name, status, scenarios }: Verdict['profiles'][number]): string[] {
  const said = scenarios.flatMap((scenario) => {
    const text = headline(scenario);
    return text === '' ? [] : [{ name: scenario.name, status: scenario.status, text }];
  });
  const width = Math.max(0, ...said.map((each) => each.name.length));
  const lines = said.map((each) => `  ${each.name.padEnd(width)}  ${each.status.padEnd(8)}  ${each.text}`);
  return said.length === 0 ? [] : [`${name}: ${status}`, ...lines].map(plainText);
}
