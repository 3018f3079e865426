/** Ranks of the values from 1, in their own order; equal values share the mean of their ranks. */
export function ranks(values: number[]): number[] {
  const ranked = new Map<number, number>();
  let taken = 0;
  for (const [value, size] of counted(values)) {
    ranked.set(value, taken + (size + 1) / 2);
    taken += size;
  }
  return values.map((value) => ranked.get(value) ?? Number.NaN);
}

/** How often each value occurs; 1 of one that has no equal. */
export function tieSizes(values: number[]): number[] {
  return [...counted(values).values()];
}

/** Value → times it occurs, in ascending order. */
function counted(values: number[]): Map<number, number> {
  const counts = new Map<number, number>();
  for (const value of values.toSorted((a, b) => a - b)) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}
