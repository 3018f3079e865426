import { allocated } from './allocations.ts';

/** Something that can be done many times over. */
export interface Benchmark {
  /** As in Go: CamelCase, without the `Benchmark` before it. */
  name: string;
  /** Makes ready what is measured; none of that counts. */
  prepare(): Prepared | Promise<Prepared>;
}

export interface Prepared {
  run(times: number): void | Promise<void>;
  close?(): void | Promise<void>;
}

export interface Measurement {
  name: string;
  iterations: number;
  nsPerOp: number;
  /** Of the JavaScript heap; memory of buffers lies outside of it. */
  bytesPerOp: number;
  allocsPerOp: number;
}

/** Long enough for the just-in-time compiler to have seen what is hot. */
const WARM_UP_SHARE = 0.2;
const MAX_ITERATIONS = 1e9;
/** As Go's testing.B: a fifth more than predicted, and never a hundred times as many at once. */
const MARGIN = 1.2;
const MAX_GROWTH = 100;

/** As often as takes `forMs`, as with Go's -benchtime; what came before the last round is not counted. */
export async function measure({ name, prepare }: Benchmark, forMs: number): Promise<Measurement> {
  const { run, close } = await prepare();
  try {
    await lastRound(run, forMs * WARM_UP_SHARE);
    const timed = await lastRound(run, forMs);
    return { name, ...timed, ...(await allocated(run, timed.iterations)) };
  } finally {
    await close?.();
  }
}

async function lastRound(
  run: Prepared['run'],
  forMs: number,
): Promise<Pick<Measurement, 'iterations' | 'nsPerOp'>> {
  for (let iterations = 1; ; ) {
    const beganMs = performance.now();
    await run(iterations);
    const ms = performance.now() - beganMs;
    if (ms >= forMs || iterations >= MAX_ITERATIONS) return { iterations, nsPerOp: (ms * 1e6) / iterations };
    const predicted = ms > 0 ? Math.ceil((MARGIN * iterations * forMs) / ms) : Number.POSITIVE_INFINITY;
    iterations = Math.min(Math.max(predicted, iterations + 1), iterations * MAX_GROWTH, MAX_ITERATIONS);
  }
}
