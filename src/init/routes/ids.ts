/** By what a service may call the file that it has just taken: every short value of its answer, the likeliest first. Pure. */
import type { UploadRoute } from '../../contract/contract.ts';
import { hasName, ownIndex } from '../../shared/ownership/own-value.ts';
import { answerValue, parsed } from '../../shared/request/answer-value.ts';
import { isPath, leavesOf } from '../../shared/request/json-tree.ts';
import { fitsPath, MAX_ID_CHARS } from '../../shared/request/stored-file.ts';
import type { Answer } from '../client.ts';

export interface PossibleId {
  /** Where the answer has it; absent: it is the file's name. */
  source?: NonNullable<UploadRoute['id']>;
  value: string;
}

/** Those that remain are sizes, dates and the like. */
const MAX_IDS = 6;
/** `id`, `_id`, `fileId`, `document_id`, `uuid`, `key`, and what names files in other words; the first are the likeliest. */
const ID_KEYS = [
  /^_?id$/i,
  /(_id|Id|uuid|guid)$/,
  /^(key|hash|sha\d*|slug|handle|ref|token)$/i,
  /(name|path|key|file)$/i,
];

/** The file's own name is always among them: last where the answer has others, first where the path of the upload had it. */
export function possibleIds(answer: Answer, name: string, nameInPath: boolean): PossibleId[] {
  const text = answer.body.toString('utf8');
  const own: PossibleId = { value: name };
  const found: PossibleId[] = [...jsonIds(text, name), ...headerIds(answer), ...textIds(answer, text)];
  const others = found.filter(({ value }) => value !== name && fitsPath(value));
  const all = nameInPath ? [own, ...others] : [...others.slice(0, MAX_IDS - 1), own];
  const values = new Set<string>();
  return all.filter(({ value }) => !values.has(value) && values.add(value)).slice(0, MAX_IDS);
}

/** Of an array with several entries only what the one that carries the name has: the others are somebody else's. */
function jsonIds(text: string, name: string): PossibleId[] {
  const json = parsed(text);
  const leaves = leavesOf(json);
  const besides = new Set(
    leaves.filter(({ value }) => String(value).includes(name)).map(({ keys }) => placeOf(keys)),
  );
  return leaves
    .filter(({ value }) => String(value).length >= 1 && String(value).length <= MAX_ID_CHARS)
    .flatMap(({ keys, value }) => {
      const own = isPath(keys) ? ownKeys(json, keys, name) : undefined;
      const worth = rank(keys.at(-1) ?? '') + (besides.has(placeOf(keys)) ? 0 : BESIDE_WORTH);
      return own === undefined ? [] : [{ json: own.join('.'), worth, value: String(value) }];
    })
    .sort((a, b) => a.worth - b.worth)
    .map(({ json: path, value }) => ({ source: { json: path }, value }));
}

/** An id beside our name says more than one elsewhere, such as a folder's, and less than a better word for an id. */
const BESIDE_WORTH = 0.5;

function placeOf(keys: string[]): string {
  return JSON.stringify(keys.slice(0, -1));
}

/** Without the indices, where the entry carries the name: in another answer it stands elsewhere. */
function ownKeys(json: unknown, keys: string[], name: string): string[] | undefined {
  const own: string[] = [];
  let at = json;
  for (const key of keys) {
    const next = (at as Record<string, unknown>)[key];
    if (!Array.isArray(at) || !hasName(next, name)) own.push(key);
    if (Array.isArray(at) && String(ownIndex(at, name)) !== key) return undefined;
    at = next;
  }
  return own.length === 0 ? keys : own;
}

function rank(key: string): number {
  const at = ID_KEYS.findIndex((pattern) => pattern.test(key));
  return at === -1 ? ID_KEYS.length : at;
}

function headerIds({ headers }: Answer): PossibleId[] {
  const source = { header: 'Location' };
  const value = answerValue(source, { headers }, MAX_ID_CHARS);
  return value === undefined ? [] : [{ source, value }];
}

/** An answer that is nothing but an id. A sentence has spaces, a page has tags. */
function textIds({ headers }: Answer, text: string): PossibleId[] {
  const value = answerValue('text', { headers, body: text }, MAX_ID_CHARS);
  const isWord = value !== undefined && /^[^\s<>{}[\]"]+$/.test(value);
  return isWord ? [{ source: 'text', value }] : [];
}
