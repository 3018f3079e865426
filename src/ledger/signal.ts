/**
 * Sends a signal to a process, or to a process group when `pid` is negative.
 * @returns false when nobody was there to take it; somebody else's process is there, although it does not take it
 */
export function sendSignal(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, signal);
  } catch (thrown) {
    const { code } = thrown as NodeJS.ErrnoException;
    if (code === 'ESRCH' || code === 'EPERM') return code === 'EPERM';
    throw thrown;
  }
}
