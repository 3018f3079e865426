/**
 * Runs work under a signal that aborts when `signal` does, or after `ms` with a TimeoutError; then it rejects, whether
 * or not the work listens. AbortSignal.any and AbortSignal.timeout are not enough for that: Node 20 may collect what
 * links a signal to a fetch that waits (https://github.com/nodejs/undici/issues/4068), and the fetch waits on.
 */
export function withDeadline<T>(
  ms: number,
  signal: AbortSignal | undefined,
  work: (limited: AbortSignal) => Promise<T>,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const limited = new AbortController();
    const giveUp = (why: unknown) => {
      limited.abort(why);
      finish(() => reject(why));
    };
    const onAbort = () => giveUp(signal?.reason);
    const onTimeout = () => giveUp(new DOMException(`no answer within ${ms / 1000} s`, 'TimeoutError'));
    const timer = setTimeout(onTimeout, ms);
    const finish = (settle: () => void) => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
      settle();
    };
    signal?.addEventListener('abort', onAbort);
    work(limited.signal).then(
      (result) => finish(() => resolve(result)),
      (error) => finish(() => reject(error)),
    );
    if (signal?.aborted) onAbort();
  });
}
