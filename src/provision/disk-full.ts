import { BurstboxError } from '../errors.ts';
import type { Tool } from './tool.ts';

/** Whether a file operation failed for want of space or quota. */
export function isDiskFull(thrown: unknown): boolean {
  const code = (thrown as NodeJS.ErrnoException).code;
  return code === 'ENOSPC' || code === 'EDQUOT';
}

/** Whether a program's output says that it ran out of space. */
export function saysDiskFull(output: string): boolean {
  return /no space left on device|disk quota exceeded|not enough space on the disk/i.test(output);
}

/** Ends the search for a tool: the next way to get one would need more space, not less. */
export function diskFull(tool: Tool, doing: string, cause?: unknown): BurstboxError {
  return new BurstboxError(
    'machine',
    `The disk filled up while ${doing}; ${tool.name} takes ${tool.diskTakes}: free some space, or set XDG_CACHE_HOME to a folder on another disk.`,
    { doing },
    cause,
  );
}
