/** A clause as a sentence of its own: a capital letter, unless it begins with a name, and a full stop. */
export function sentence(clause: string): string {
  const begins = PLAIN_WORD.test(clause) ? clause.slice(0, 1).toUpperCase() + clause.slice(1) : clause;
  return /[.!?…]$/.test(begins) ? begins : `${begins}.`;
}

/** Not `k6`, `target.log` or `--vus`. */
const PLAIN_WORD = /^[a-z]+(?=[\s,;:'’]|$)/;
