import { readdir } from 'node:fs/promises';
import { PerformanceObserver } from 'node:perf_hooks';
import type { MemoryAnswer } from '../contract/contract.ts';

const MEBIBYTE = 1024 * 1024;
/** The descriptors of the process that asks, one entry each (proc(5); macOS has it too). */
const OWN_DESCRIPTORS = '/dev/fd';

/** Counts garbage collections from now on; `answer` is what GET /metrics/memory says. */
export class RuntimeMemory {
  #collections = 0;
  #pauseMs = 0;
  readonly #observer = new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) {
      this.#collections += 1;
      this.#pauseMs += duration;
    }
  });

  constructor() {
    this.#observer.observe({ entryTypes: ['gc'] });
  }

  async answer(): Promise<MemoryAnswer> {
    const openFds = await countOpenFds();
    const { rss, heapUsed, heapTotal, external } = process.memoryUsage();
    return {
      runtime: `node ${process.version}`,
      sys_mb: rss / MEBIBYTE,
      heap_alloc_mb: heapUsed / MEBIBYTE,
      heap_total_mb: heapTotal / MEBIBYTE,
      external_mb: external / MEBIBYTE,
      num_gc: this.#collections,
      gc_pause_total_ms: this.#pauseMs,
      handles: process.getActiveResourcesInfo().length,
      open_fds: openFds,
    };
  }

  close(): void {
    this.#observer.disconnect();
  }
}

/** One of them is the folder being read. 0 where the system does not tell (Windows). */
async function countOpenFds(): Promise<number> {
  try {
    return (await readdir(OWN_DESCRIPTORS)).length - 1;
  } catch {
    return 0;
  }
}
