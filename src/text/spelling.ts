/** A misspelt name and its nearest valid neighbour. */

/** ` (did you mean "x"?)`, or `; valid: a, b, c` when nothing is near. */
export function didYouMean(word: string, valid: string[]): string {
  if (word.length > MAX_CHARS) return listed(valid);
  const nearest = [...valid].sort((a, b) => distance(word, a) - distance(word, b))[0];
  if (nearest !== undefined && distance(word, nearest) <= Math.max(1, Math.floor(word.length / 3)))
    return ` (did you mean "${nearest}"?)`;
  return listed(valid);
}

/** No name of ours is as long, and comparing takes time in proportion to the length. */
const MAX_CHARS = 200;

function listed(valid: string[]): string {
  return valid.length === 0 ? '' : `; valid: ${valid.join(', ')}`;
}

/** Edits that turn one word into the other (Levenshtein 1966), row by row. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
