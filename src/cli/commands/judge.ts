import { BurstboxError } from '../../errors.ts';
import { judge } from '../../judge/judge.ts';
import { findRun } from '../../store/find-run.ts';
import type { Invocation } from './commands.ts';
import { conclude } from './conclude.ts';

export function judgeCommand({ names, options }: Invocation): number {
  const folder = findRun(runNamed(names), options.out);
  return conclude(folder, judge(folder), options);
}

/** The operand of `judge` and `report`. */
export function runNamed([command, run, ...more]: string[]): string {
  if (run !== undefined && more.length === 0) return run;
  throw new BurstboxError('usage', `${command} needs one run: a folder, an id in results/, or "latest"`, {
    command,
  });
}
