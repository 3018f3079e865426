import { EXIT } from '../../errors.ts';
import { report } from '../../report/report.ts';
import { findRun } from '../../store/find-run.ts';
import { plainLines } from '../../text/plain-text.ts';
import type { Invocation } from './commands.ts';
import { runNamed } from './judge.ts';

export function reportCommand({ names, options }: Invocation): number {
  process.stdout.write(plainLines([report(findRun(runNamed(names), options.out))]));
  return EXIT.ok;
}
