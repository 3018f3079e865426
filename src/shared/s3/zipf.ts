/** How often each of some keys is asked for, when few are popular: the share of the n-th is as 1/n (Zipf's law). Pure. */

/** @returns what picks an index below `count`; takes a chance from 0 to less than 1 */
export function zipf(count: number): (chance: number) => number {
  const ends: number[] = [];
  let sum = 0;
  for (let rank = 1; rank <= count; rank++) {
    sum += 1 / rank;
    ends.push(sum);
  }
  return (chance) => {
    const wanted = chance * sum;
    let [low, high] = [0, count - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((ends[middle] ?? 0) > wanted) high = middle;
      else low = middle + 1;
    }
    return low;
  };
}

/** The share of all that the first `hot` keys get. */
export function zipfShare(hot: number, count: number): number {
  const harmonic = (n: number) =>
    Array.from({ length: n }, (_, index) => 1 / (index + 1)).reduce((a, b) => a + b, 0);
  return harmonic(hot) / harmonic(count);
}
