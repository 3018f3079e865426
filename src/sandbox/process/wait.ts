import { setTimeout as pause } from 'node:timers/promises';

/** How often a condition is looked at: short next to a grace of seconds, long next to a look of 0.1 ms. */
const POLL_INTERVAL_MS = 20;

/** Looks until `condition` holds, at most `timeoutMs`. True when it came to hold. */
export async function holdsWithin(timeoutMs: number, condition: () => boolean): Promise<boolean> {
  const deadline = performance.now() + timeoutMs;
  while (!condition()) {
    if (performance.now() >= deadline) return false;
    await pause(POLL_INTERVAL_MS);
  }
  return true;
}

/** Waits for a promise at most `timeoutMs`. True when it was fulfilled; leaves no timer behind. */
export async function settlesWithin(timeoutMs: number, promise: Promise<unknown>): Promise<boolean> {
  const timer = new AbortController();
  const tooLate = pause(timeoutMs, false, { signal: timer.signal }).catch(() => false);
  try {
    return await Promise.race([promise.then(() => true), tooLate]);
  } finally {
    timer.abort();
  }
}
