/** The sampling loop: one reading of everything a second, appended to samples.ndjson as it comes. */
import { appendFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import type { Sample } from '../../contract/contract.ts';
import { onDisk } from '../../files/on-disk.ts';

export interface Sampling {
  /** Stops after the reading that is under way. Rejects when a reading could not be written. */
  stop(): Promise<{ taken: number; missed: number }>;
}

/** A source of readings; what it cannot read is absent. Must not reject. */
export type Source = () => Promise<Sample['values']> | Sample['values'];

/**
 * Not a whole second: what a service does every second would else always be met at the same moment, or never. So the
 * readings come round to every moment of it, a twentieth of a second further each time.
 */
const INTERVAL_MS = 1050;

/**
 * Reads all sources every second; each reading is dated by Date.now, as k6's timeline is. A reading that takes longer than
 * its second lets the next ones pass, and they are counted as missed.
 * @param onSample called with every sample after it is on disk.
 */
export function startSampling(file: string, sources: Source[], onSample: (sample: Sample) => void): Sampling {
  const stopped = new AbortController();
  const loop = run(file, sources, onSample, stopped.signal);
  loop.catch(() => {}); // reported by stop(), which is always awaited
  return {
    stop() {
      stopped.abort();
      return loop;
    },
  };
}

async function run(
  file: string,
  sources: Source[],
  onSample: (sample: Sample) => void,
  stopped: AbortSignal,
) {
  const count = { taken: 0, missed: 0 };
  // Not Date.now(): a clock that is set back would let this sleep until it has caught up.
  let due = performance.now();
  while (!stopped.aborted) {
    const sample = await read(sources);
    onDisk(file, () => appendFileSync(file, `${JSON.stringify(sample)}\n`));
    count.taken++;
    onSample(sample);
    due += INTERVAL_MS;
    for (; due < performance.now(); due += INTERVAL_MS) count.missed++;
    await pause(due - performance.now(), undefined, { signal: stopped }).catch(() => {});
  }
  return count;
}

async function read(sources: Source[]): Promise<Sample> {
  const t = Date.now();
  const values = await Promise.all(sources.map((source) => source()));
  return { t, values: Object.assign({}, ...values) };
}
