/** A heap that grew while nothing was collected is full of garbage, and what was allocated in it says nothing of a leak. */
import type { Sample } from '../../contract/contract.ts';
import { growth } from '../evidence.ts';

/** Less than this a runtime may fill before it first collects: a young generation of a JVM, a heap that just began. */
const MIN_GROWN_MIB = 256;

/** `no garbage collection ran while the heap grew by 946 MiB: …`; undefined where one did, or nothing tells. */
export function uncollectedText(samples: Sample[]): string | undefined {
  const grown = growth(samples, 'runtime_heap_mb') ?? 0;
  if (growth(samples, 'runtime_gc_total') !== 0 || grown < MIN_GROWN_MIB) return undefined;
  return `no garbage collection ran while the heap grew by ${Math.round(grown)} MiB: it is turned off, or waits for more memory than the box has (GOGC, GOMEMLIMIT, -Xmx)`;
}
