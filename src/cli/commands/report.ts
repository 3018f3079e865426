import { EXIT } from '../../errors.ts';
import { writeCsv } from '../../report/csv.ts';
import { report } from '../../report/report.ts';
import { findRun } from '../../store/find-run.ts';
import { plainLines } from '../../text/plain-text.ts';
import type { Invocation } from './commands.ts';
import { runNamed } from './judge.ts';

export function reportCommand({ names, options }: Invocation): number {
  const folder = findRun(runNamed(names), options.out);
  process.stdout.write(plainLines([report(folder), ...(options.csv ? [writeCsv(folder)] : [])]));
  return EXIT.ok;
}
