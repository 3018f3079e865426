import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { SourceMapper } from '@datadog/pprof';
import type { Profile } from 'pprof-format';
import type { Pprof } from './profiling.ts';

/** One allocation in 512 KiB is remembered, as in Go. */
const SAMPLE_INTERVAL_BYTES = 512 * 1024;
/** Frames kept of a stack: Go keeps 32, but async frames and streams make ours deeper. */
const STACK_DEPTH = 64;

/**
 * Starts V8's sampling heap profiler.
 * @returns takes a profile of what is live of all that was sampled since (objects, bytes); memory outside the heap
 *   (buffers) is one row, `(external)`
 */
export function startHeapSampler({ heap }: Pprof, sources: SourceMapper): (collectFirst: boolean) => Profile {
  heap.start(SAMPLE_INTERVAL_BYTES, STACK_DEPTH);
  return (collectFirst) => {
    if (collectFirst) collectGarbage();
    return heap.profile(undefined, sources);
  };
}

/** V8 hands out `gc` to contexts made after this flag, so the process need not be started with it. */
function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  const gc: () => void = runInNewContext('gc');
  gc();
}
