/** Uploads that put more than a file in place, such as a backup that is restored or a firmware: nobody sends noise there. Pure. */

/** What is kept at such a path is taken over by the service itself. */
const TAKEN_OVER = new Set([
  ...['backup', 'restore', 'import', 'snapshot', 'dump', 'migration', 'seed'],
  ...['firmware', 'flash', 'ota', 'upgrade', 'bootloader'],
  ...['config', 'configuration', 'setting', 'license', 'licence', 'certificate', 'plugin', 'extension'],
]);
/** Of these there is one, which an upload replaces. */
const ONE_OF_A_KIND = /\/(?:avatar|logo|favicon|banner|wallpaper|signature|cover)\/?$/i;

const ALL = `(?:all|any|everything|every|whole|entire|complete|existing|current|present|previous)`;
const DATA = `(?:data(?:base|set)?|everything|store|state|instance|contents?|records|files|items|entries|library|collection|configuration|settings)`;
const REPLACED = `(?:replaced|overwritten|deleted|removed|erased|lost|wiped|discarded|dropped|restored)`;
const REPLACES = `(?:replac|overwrit|delet|remov|eras|wip|discard|dropp?|restor|clear)(?:es?|ing)?`;
const IS_SAID = [
  new RegExp(String.raw`\b${DATA}\b[^.;]{0,30}\b(?:is|are|be|gets?|being)\s+(?:\w+\s+)?${REPLACED}\b`, 'i'),
  new RegExp(String.raw`\b${REPLACES}\s+(?:the\s+|your\s+|our\s+)?${ALL}\b[^.;]{0,30}\b${DATA}\b`, 'i'),
  new RegExp(
    String.raw`\b${REPLACES}\s+(?:everything|the\s+(?:data(?:base|set)?|store|instance|state))\b`,
    'i',
  ),
  /\b(?:restores?|restoring)\b[^.;]{0,40}\b(?:backup|archive|snapshot|dump|from)\b|\bfactory\b|\bfirmware\b|\b(?:wipes?|purges?)\b/i,
];
/** A description may be a page long. */
const MAX_CHARS = 4000;

/**
 * Why an upload to this path is not tried, in words; undefined where it stores a file, which may replace one of the same name.
 * @param said what the service says of it: its summary, its description, the words of its form
 */
export function whySweeping(path: string, said: string): string | undefined {
  const word = wordsOf(path).find((each) => TAKEN_OVER.has(each) || TAKEN_OVER.has(each.replace(/s$/, '')));
  if (word !== undefined) return `its path says "${word}"`;
  if (ONE_OF_A_KIND.test(path)) return 'it replaces the only one there is';
  const text = said.slice(0, MAX_CHARS).replace(/\s+/g, ' ');
  const match = IS_SAID.map((expression) => expression.exec(text)?.[0]).find((each) => each !== undefined);
  return match === undefined ? undefined : `it says "${match.slice(0, 80)}"`;
}

/** Of the parts that are no placeholders: `/api/dbBackups/{id}` has api, db and backups. */
function wordsOf(path: string): string[] {
  const parts = path.replace(/\?.*$/s, '').split('/');
  return parts
    .filter((part) => !part.includes('{'))
    .flatMap((part) => part.replace(/([a-z])([A-Z])/g, '$1 $2').split(/[^A-Za-z]+/))
    .map((word) => word.toLowerCase());
}
