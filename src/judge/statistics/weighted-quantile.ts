/** Hands over values with their weights; may be called again, and hands over the same. */
export type EachValue = (take: (value: number, weight: number) => void) => void;

/** Of a bucket of the histogram: how much more its highest value is than its lowest. */
const LOG_WIDTH = Math.log(1.01);

/**
 * The lowest value that this share of the weight lies at or below; 0 without values. As exact as a sort, whose memory and
 * time millions of values would take too much of: a histogram shows the bucket in which it lies, and only that is sorted.
 */
export function weightedQuantile(share: number, each: EachValue): number {
  const buckets = new Map<number, number>();
  let all = 0;
  each((value, weight) => {
    const bucket = bucketOf(value);
    buckets.set(bucket, (buckets.get(bucket) ?? 0) + weight);
    all += weight;
  });
  const { bucket, below } = reached(buckets, share * all);
  const inIt: { value: number; weight: number }[] = [];
  each((value, weight) => {
    if (bucketOf(value) === bucket) inIt.push({ value, weight });
  });
  return lowestReaching(inIt, share * all - below);
}

/** Those at or below nothing have one of their own. */
function bucketOf(value: number): number {
  return value > 0 ? Math.floor(Math.log(value) / LOG_WIDTH) : Number.NEGATIVE_INFINITY;
}

function reached(buckets: Map<number, number>, wanted: number): { bucket: number; below: number } {
  const sorted = [...buckets].sort(([a], [b]) => (a < b ? -1 : 1));
  let below = 0;
  for (const [bucket, weight] of sorted) {
    if (below + weight >= wanted) return { bucket, below };
    below += weight;
  }
  const [bucket = 0, weight = 0] = sorted.at(-1) ?? [];
  return { bucket, below: below - weight };
}

function lowestReaching(values: { value: number; weight: number }[], wanted: number): number {
  const sorted = values.sort((a, b) => a.value - b.value);
  let below = 0;
  for (const { value, weight } of sorted) {
    below += weight;
    if (below >= wanted) return value;
  }
  return sorted.at(-1)?.value ?? 0;
}
