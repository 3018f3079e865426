import { Session } from 'node:inspector';
import type { Measurement, Prepared } from './measure.ts';

/** Every allocation is noted, which takes memory itself: as few turns as still divide the first one's cost away. */
const MAX_TURNS = 2000;
/** Notes each allocation and not one in so many bytes. */
const EVERY_BYTE = 1;

/**
 * What one turn allocates, as Go's -benchmem tells it: by V8's sampling heap profiler, which then samples everything, also what
 * the collector has taken meanwhile (https://chromedevtools.github.io/devtools-protocol/v8/HeapProfiler/#method-startSampling).
 */
export async function allocated(
  run: Prepared['run'],
  iterations: number,
): Promise<Pick<Measurement, 'bytesPerOp' | 'allocsPerOp'>> {
  const turns = Math.min(iterations, MAX_TURNS);
  const [none, all] = [await least(() => undefined), await least(() => run(turns))];
  const perOp = (key: 'bytes' | 'count') => Math.max(0, Math.round((all[key] - none[key]) / turns));
  return { bytesPerOp: perOp('bytes'), allocsPerOp: perOp('count') };
}

/** What else a program does now and then allocates too. */
const ROUNDS = 3;

async function least(work: () => void | Promise<void>): Promise<{ bytes: number; count: number }> {
  const rounds: { bytes: number; count: number }[] = [];
  for (let round = 0; round < ROUNDS; round++) rounds.push(await sampled(work));
  return {
    bytes: Math.min(...rounds.map(({ bytes }) => bytes)),
    count: Math.min(...rounds.map(({ count }) => count)),
  };
}

/** The profiler's own allocations are in it. */
async function sampled(work: () => void | Promise<void>): Promise<{ bytes: number; count: number }> {
  const session = new Session();
  session.connect();
  try {
    const options = { includeObjectsCollectedByMajorGC: true, includeObjectsCollectedByMinorGC: true };
    await ask(session, 'HeapProfiler.startSampling', { samplingInterval: EVERY_BYTE, ...options });
    await work();
    const samples = await ask(session, 'HeapProfiler.stopSampling', {});
    return { bytes: samples.reduce((sum, { size }) => sum + size, 0), count: samples.length };
  } finally {
    session.disconnect();
  }
}

interface AllocationSample {
  size: number;
}

function ask(session: Session, method: string, params: object): Promise<AllocationSample[]> {
  return new Promise((resolve, reject) => {
    session.post(method, params, (error: Error | null, answer?: object) => {
      if (error !== null) reject(error);
      else
        resolve(
          (answer as { profile?: { samples?: AllocationSample[] } } | undefined)?.profile?.samples ?? [],
        );
    });
  });
}
