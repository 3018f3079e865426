/**
 * Probabilities of several tests, raised so that all of them together find something by chance no more often than one
 * alone would. Assumes nothing of how the tests hang together.
 * Source: Holm (1979), Scandinavian Journal of Statistics 6, 65-70. As R's p.adjust(method = "holm").
 * @returns in the order of the argument.
 */
export function holm(probabilities: number[]): number[] {
  const adjusted = probabilities.slice();
  const ascending = [...probabilities.entries()].sort(([, a], [, b]) => a - b);
  let least = 0;
  for (const [rank, [index, p]] of ascending.entries()) {
    least = Math.max(least, Math.min(1, p * (probabilities.length - rank)));
    adjusted[index] = least;
  }
  return adjusted;
}
