import type { Invocation } from '../commands.ts';
import { EXIT } from '../errors.ts';
import { report } from '../report.ts';
import { findRun } from '../store.ts';
import { runNamed } from './judge.ts';

export function reportCommand({ names, options }: Invocation): number {
  process.stdout.write(`${report(findRun(runNamed(names), options.out))}\n`);
  return EXIT.ok;
}
