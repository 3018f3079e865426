import { EXIT } from '../../errors.ts';
import { report } from '../../report/report.ts';
import { findRun } from '../../store/store.ts';
import type { Invocation } from './commands.ts';
import { runNamed } from './judge.ts';

export function reportCommand({ names, options }: Invocation): number {
  process.stdout.write(`${report(findRun(runNamed(names), options.out))}\n`);
  return EXIT.ok;
}
