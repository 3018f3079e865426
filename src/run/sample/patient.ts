import type { Told } from './ask.ts';

/** A page of many MiB takes a busy service some seconds. */
const LONGEST_MS = 10_000;
/** To make such a page is work that the load does not bring: a fifth of the time at most goes to it. */
const PAUSE_TIMES_DURATION = 4;

/**
 * A reader that is asked every second and answers within it: what comes later is given when it is asked next. In between,
 * and in the pause after a late one, undefined. Never two questions at once.
 * @param question asks once, with this patience in milliseconds
 * @param waitMs how long a reading waits for it
 */
export function patient(
  question: (timeoutMs: number) => Promise<Told>,
  waitMs: number,
): () => Promise<Told | undefined> {
  let running: Promise<{ told: Told; dueMs: number }> | undefined;
  let dueMs = 0;
  return async () => {
    if (running === undefined && performance.now() < dueMs) return undefined;
    running ??= timed(question, waitMs);
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<undefined>((resolve) => {
      timer = setTimeout(() => resolve(undefined), waitMs);
    });
    const answered = await Promise.race([running, late]);
    clearTimeout(timer);
    if (answered === undefined) return undefined;
    running = undefined;
    dueMs = answered.dueMs;
    return answered.told;
  };
}

async function timed(question: (timeoutMs: number) => Promise<Told>, waitMs: number) {
  const beganMs = performance.now();
  const told = await question(LONGEST_MS);
  const endedMs = performance.now();
  const tookMs = endedMs - beganMs;
  return { told, dueMs: tookMs < waitMs ? 0 : endedMs + PAUSE_TIMES_DURATION * tookMs };
}
