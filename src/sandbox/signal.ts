/**
 * Sends a signal to a process, or to a process group when `pid` is negative. False when nobody was there to take it.
 * @throws what the kernel says, other than "no such process"
 */
export function sendSignal(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, signal);
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'ESRCH') return false;
    throw thrown;
  }
}
