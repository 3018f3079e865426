/** Watches a load until it is over, and ends it early when the service dies or the user interrupts. */
import type { Drive, DriveEnd } from './drive.ts';
import { howEnded } from './how-ended.ts';
import type { Cause, Outcome } from './records.ts';
import type { Service, ServiceExit } from './sandbox.ts';

/** Notes the first cause and the service's own end in `outcome`. Settles when k6 has ended. */
export async function watch(
  drive: Drive,
  service: Service | undefined,
  outcome: Outcome,
  interrupted: AbortSignal,
): Promise<DriveEnd> {
  let over = false;
  const stopFor = (cause: Cause) => {
    if (over) return;
    outcome.firstCause ??= cause;
    void drive.stop();
  };
  const onInterrupt = () =>
    stopFor({ id: 'interrupted', message: 'interrupted by the user', atMs: Date.now() });
  void service?.exited.then((exit) => {
    if (!over) outcome.serviceExit = exit;
    stopFor(deathOf(exit));
  });
  interrupted.addEventListener('abort', onInterrupt);
  if (interrupted.aborted) onInterrupt();
  try {
    return await drive.ended;
  } finally {
    over = true;
    interrupted.removeEventListener('abort', onInterrupt);
  }
}

/** The cause that a service's end under load is. */
export function deathOf({ code, signal, oomKilled, atMs }: ServiceExit): Cause {
  if (oomKilled)
    return {
      id: 'target-oom-killed',
      message: 'the kernel OOM-killed the service: it needed more memory than the box has',
      atMs,
    };
  return { id: 'target-exited', message: `the service ended ${howEnded(code, signal)} under load`, atMs };
}
