/** The program of a target that burstbox starts and does not bring with it. */
import { provision } from '../provision/provision.ts';
import { VERSITYGW } from '../provision/versitygw.ts';
import { PROJECT_ROOT } from '../root.ts';
import type { TargetStart } from '../sandbox/prepare/target-start.ts';

/**
 * It closes each connection unless it is told to keep it. What it would say of each request would go to target.log.
 * https://github.com/versity/versitygw/wiki/Global-Options
 */
const ARGUMENTS = [
  ...['--port', '{host}:{port}', '--pprof', '{host}:{profiling}', '--health', '/health'],
  ...['--keep-alive', '--quiet', 'posix', '--versioning-dir', '{data}/versions', '{data}/objects'],
];
const FOLDERS = ['objects', 'versions'];

/** @returns the start with its program, once that is there @throws BurstboxError provision when it cannot be had */
export async function withProgram(
  start: TargetStart,
  progress: (line: string) => void,
  signal: AbortSignal,
): Promise<TargetStart> {
  if (start.builtin !== 'versitygw') return start;
  const { path } = await provision(VERSITYGW, { root: PROJECT_ROOT, signal, progress });
  return { ...start, program: { path, args: ARGUMENTS, folders: FOLDERS } };
}
