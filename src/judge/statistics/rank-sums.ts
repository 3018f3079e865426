/**
 * In how many ways can `size` of these ranks be drawn so that they add up to a sum? Index: twice the sum, as shared
 * ranks are halves. Exact up to rounding, with ties and without.
 * Source: Streitberg and Röhmel (1986), Statistical Software Newsletter 12, 10-17: the shift algorithm.
 */
export function rankSums(ranks: number[], size: number): Float64Array {
  const doubled = ranks.map((rank) => 2 * rank);
  const most = doubled.reduce((sum, rank) => sum + rank, 0);
  const ways = Array.from({ length: size + 1 }, () => new Float64Array(most + 1));
  ways[0]?.fill(1, 0, 1);
  let reach = 0;
  for (const rank of doubled) {
    reach += rank;
    // from the largest draw down, so that no rank is drawn twice
    for (let drawn = size; drawn > 0; drawn--) add(ways[drawn], ways[drawn - 1], rank, reach);
  }
  return ways[size] ?? new Float64Array();
}

/** Every draw without this rank is also one with it, of a sum that is larger by it. */
function add(
  target: Float64Array = new Float64Array(),
  source: Float64Array = target,
  rank: number,
  reach: number,
) {
  for (let sum = rank; sum <= reach; sum++) target[sum] = (target[sum] ?? 0) + (source[sum - rank] ?? 0);
}
