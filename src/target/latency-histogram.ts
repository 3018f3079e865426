/** Buckets an octave of time is cut into: a percentile is exact to 2^(1/16), 4.4 %. */
const BUCKETS_PER_OCTAVE = 16;
/** From one microsecond, 28 octaves up: 268 seconds; what is slower counts as that, but `max` is exact. */
const OCTAVES = 28;

/** Latencies in buckets of equal ratio: a few kilobytes however many there were, and nothing allocated per request. */
export class LatencyHistogram {
  readonly #counts = new Float64Array(OCTAVES * BUCKETS_PER_OCTAVE);
  count = 0;
  maxMs = 0;

  add(ms: number): void {
    const bucket = Math.floor(Math.log2(Math.max(ms * 1000, 1)) * BUCKETS_PER_OCTAVE);
    const at = Math.min(bucket, this.#counts.length - 1);
    this.#counts[at] = (this.#counts[at] ?? 0) + 1;
    this.count += 1;
    if (ms > this.maxMs) this.maxMs = ms;
  }

  /** The latency that `share` (0 to 1) of all requests did not exceed, ms; 0 when there were none. */
  quantile(share: number): number {
    let left = Math.ceil(this.count * share);
    for (const [at, count] of this.#counts.entries()) {
      left -= count;
      if (left <= 0) return Math.min(upperEdgeMs(at), this.maxMs);
    }
    return this.maxMs;
  }
}

function upperEdgeMs(bucket: number): number {
  return 2 ** ((bucket + 1) / BUCKETS_PER_OCTAVE) / 1000;
}
