/** How many goroutines there are, for Go services that show no more of them than net/http/pprof. */
import { reading, type Values } from './adapters/adapter.ts';
import { ask, type Manner } from './ask.ts';

/** Go holds the world to begin the list and walks every stack: every other second, and for a fiftieth of the time at most. */
const MIN_PAUSE_MS = 1500;
const PAUSE_TIMES_DURATION = 50;
/** The index may be that of another runtime, whose list has no such head. */
const MAX_FAILED = 3;
/** Stacks that are alike share an entry: this is thousands of different ones. */
const MAX_BYTES = 4 * 1024 * 1024;

/**
 * Makes a reader of the number of goroutines, which reads it every other second; in between it has none.
 * @param index URL of the pprof index, with a trailing slash.
 */
export function goroutineCounter(
  index: string,
  timeoutMs: number,
  manner: Manner,
  now: () => number = () => performance.now(),
): () => Promise<Values> {
  let dueMs = 0;
  let failed = 0;
  return async () => {
    const beganMs = now();
    if (beganMs < dueMs || failed === MAX_FAILED) return {};
    const url = `${index}goroutine?debug=1`;
    const told = await ask(url, { mostBytes: MAX_BYTES, read: readCount }, timeoutMs, manner);
    const values = 'values' in told ? told.values : undefined;
    const endedMs = now();
    dueMs = endedMs + Math.max(MIN_PAUSE_MS, PAUSE_TIMES_DURATION * (endedMs - beganMs));
    // One that has been counted before is only busy now.
    if (values !== undefined) failed = Number.NEGATIVE_INFINITY;
    else failed++;
    return values ?? {};
  };
}

/** The first line of the list (https://pkg.go.dev/runtime/pprof#Profile.WriteTo). */
function readCount(body: string): Values | undefined {
  const count = /^goroutine profile: total (\d+)\n/.exec(body)?.[1];
  return count === undefined ? undefined : reading('runtime_goroutines', Number(count));
}
