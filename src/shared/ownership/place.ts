/** Whether two paths with an id in them are about the same kind of thing: the document 7 is not the file 7. Pure. */

/** What is done with a thing is no part of which it is. */
const VERBS = ['download', 'delete', 'remove', 'get', 'raw', 'content', 'data', 'file', 'view'];

/** @param others templates of paths that were seen to lead to our file */
export function isSamePlace(template: string, others: string[]): boolean {
  const { before, hasVerb } = placeOf(template);
  return others.map(placeOf).some((other) => {
    if (other.before !== before) return false;
    // At the root nothing but the verb says what is meant.
    return before !== '' || other.hasVerb === hasVerb;
  });
}

/** Whether a value is that of nothing else on the service: a UUID, a hash, or what has our name in it. A counter is shorter. */
export function isUnguessable(value: string, name: string): boolean {
  return value.includes(name) || value.length >= MIN_CHANCE_CHARS;
}

const MIN_CHANCE_CHARS = 16;

/** What stands before the placeholder, without verbs. */
function placeOf(template: string): { before: string; hasVerb: boolean } {
  const words = (template.split(/\{(?:name|id)?\}/)[0] ?? '').split(/[/?&=]/).filter((word) => word !== '');
  const kept = words.filter((word) => !VERBS.includes(word.toLowerCase()));
  return { before: kept.join('/'), hasVerb: kept.length < words.length };
}
