import type { Status } from '../../contract/contract.ts';
import { EXIT } from '../../errors.ts';
import type { RunOptions } from '../../plan/options.ts';

/** The exit code of a verdict; those of mistakes and bugs come from the error itself (`EXIT` in errors.ts). */
export function exitCodeOf(status: Status, failOn: RunOptions['failOn']): number {
  if (status === 'critical' || (status === 'warning' && failOn === 'warning')) return EXIT.critical;
  return status === 'unknown' ? EXIT.unknown : EXIT.ok;
}
