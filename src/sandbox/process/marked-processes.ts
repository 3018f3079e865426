import { readdirSync, readFileSync } from 'node:fs';
import { sendSignal } from './signal.ts';

/** In the environment of every service on the host, and so of all that it starts, however it starts it (environ(7)). */
export const SERVICE_MARK = 'BURSTBOX_SERVICE';

/**
 * Kills what a service has left behind: children that took a session of their own and lost their parent are in no group
 * of ours any more, but still carry its mark. Where there is no /proc, none are found.
 * @returns whether there were any
 */
export function killMarked(name: string): boolean {
  const marked = processIds().filter((pid) => environmentOf(pid).includes(`${SERVICE_MARK}=${name}`));
  for (const pid of marked) sendSignal(pid, 'SIGKILL');
  return marked.length > 0;
}

function processIds(): number[] {
  try {
    return readdirSync('/proc').map(Number).filter(Number.isInteger);
  } catch {
    return [];
  }
}

function environmentOf(pid: number): string[] {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0');
  } catch {
    return [];
  }
}
