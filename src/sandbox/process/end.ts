import { isAlive, startTicks } from '../../ledger/identity.ts';
import { sendSignal } from '../../ledger/signal.ts';
import { processTree } from './tree.ts';
import { holdsWithin } from './wait.ts';

/** After SIGKILL a process is gone in milliseconds, unless it waits for a broken disk. */
const KILL_TIMEOUT_MS = 5000;

/**
 * Ends a process, or a session with all its descendants: SIGTERM, and to what is left after `graceMs` SIGKILL.
 * A group gets the SIGTERM as a whole, as with systemd (systemd.kill(5), KillMode), because a shell that started a
 * service does not pass it on.
 * @returns whether all of them have ended
 */
export async function endProcess(pid: number, group: boolean, graceMs: number): Promise<boolean> {
  // Before the first signal: later a descendant may have lost the parent that ties it to us.
  const members = identities(group ? [pid, ...processTree(pid)] : [pid]);
  const allGone = () => members.every(({ pid: member, start }) => !isAlive(member, start));
  const everyone = group ? -pid : pid;
  if (sendSignal(everyone, 'SIGTERM')) await holdsWithin(graceMs, allGone);
  sendSignal(everyone, 'SIGKILL');
  for (const { pid: member, start } of members) if (isAlive(member, start)) sendSignal(member, 'SIGKILL');
  return await holdsWithin(KILL_TIMEOUT_MS, allGone);
}

function identities(pids: number[]): { pid: number; start: number }[] {
  return pids.flatMap((pid) => {
    const start = startTicks(pid);
    return start === undefined ? [] : [{ pid, start }];
  });
}
