import { execFileSync } from 'node:child_process';
import { sendSignal } from './signal.ts';
import { readProcessStat } from './stat.ts';

/**
 * When a process started: ticks since boot on Linux, epoch seconds elsewhere. A pid is used again and again, a pid
 * with its start is not. Undefined when no living process has this pid, or when the machine does not tell (Windows).
 */
export function startTicks(pid: number): number | undefined {
  if (process.platform === 'linux') return linuxStart(pid);
  return process.platform === 'win32' ? undefined : posixStart(pid);
}

/** Whether the process that had this pid and this start is still there; Windows knows the pid only. */
export function isAlive(pid: number, start: number): boolean {
  return process.platform === 'win32' ? sendSignal(pid, 0) : startTicks(pid) === start;
}

/** A zombie has ended: it only waits for its parent to look. */
function linuxStart(pid: number): number | undefined {
  const stat = readProcessStat(pid);
  return stat === undefined || stat.state === 'Z' || stat.state === 'X' ? undefined : stat.startTicks;
}

function posixStart(pid: number): number | undefined {
  try {
    const stamp = execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], {
      encoding: 'utf8',
      env: { ...process.env, LC_ALL: 'C' },
    });
    return Math.round(Date.parse(stamp.trim()) / 1000);
  } catch {
    return undefined;
  }
}
