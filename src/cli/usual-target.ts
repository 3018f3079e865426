import { usualTarget } from '../plan/targets/own-target.ts';
import type { Invocation } from './commands/commands.ts';

/** Where the command line names no target, the one of the repository. Faults are planted in the reference service. */
export function withUsualTarget<T extends Pick<Invocation, 'options' | 'argv'>>(invocation: T): T {
  const { options, argv } = invocation;
  if (namesTarget(argv) || options.faults.length > 0) return invocation;
  return { ...invocation, options: { ...options, target: usualTarget() } };
}

export function namesTarget(argv: string[]): boolean {
  return argv.some((word) => /^--target(=|$)/.test(word));
}
