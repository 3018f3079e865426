/** By what a service may call the file that it has just taken: every short value of its answer, the likeliest first. Pure. */
import type { UploadRoute } from '../contract/contract.ts';
import { answerValue, parsed } from '../shared/request/answer-value.ts';
import { fitsPath, MOST_ID_CHARS } from '../shared/request/stored-file.ts';
import type { Answer } from './client.ts';
import { isPath, leavesOf } from './json-tree.ts';

export interface PossibleId {
  /** Where the answer has it; absent: it is the file's name. */
  source?: NonNullable<UploadRoute['id']>;
  value: string;
}

/** Those that remain are sizes, dates and the like. */
const MOST_IDS = 6;
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
  const found: PossibleId[] = [...jsonIds(text), ...headerIds(answer), ...textIds(answer, text)];
  const others = found.filter(({ value }) => value !== name && fitsPath(value));
  const all = nameInPath ? [own, ...others] : [...others.slice(0, MOST_IDS - 1), own];
  const values = new Set<string>();
  return all.filter(({ value }) => !values.has(value) && values.add(value)).slice(0, MOST_IDS);
}

/** A counter or a size is shorter. */
const FEWEST_CHANCE_CHARS = 16;
const IS_FILE_ID = /(file|document|doc|upload|object|blob|attachment|media|asset|image)_?id$/i;

/**
 * Those by which only our file can be removed, where it was not read back by one: `{"size":512,"owner":3}` would else remove
 * the files that others have under 512 and 3.
 */
export function surelyOwn(ids: PossibleId[], name: string): PossibleId[] {
  const plain = ids
    .filter(({ source }) => /^_?id$/i.test(keysOf(source).at(-1) ?? ''))
    .sort((a, b) => keysOf(a.source).length - keysOf(b.source).length)[0];
  return ids.filter(
    (id) =>
      id === plain ||
      keysOf(id.source).length === 0 ||
      id.value.includes(name) ||
      id.value.length >= FEWEST_CHANCE_CHARS ||
      IS_FILE_ID.test(keysOf(id.source).at(-1) ?? ''),
  );
}

/** Empty for what is no value in JSON. */
function keysOf(source: PossibleId['source']): string[] {
  return typeof source === 'object' && 'json' in source ? source.json.split('.') : [];
}

function jsonIds(text: string): PossibleId[] {
  return leavesOf(parsed(text))
    .filter(({ keys, value }) => isPath(keys) && String(value).length >= 1)
    .filter(({ value }) => String(value).length <= MOST_ID_CHARS)
    .map(({ keys, value }) => ({ json: keys.join('.'), key: keys.at(-1) ?? '', value: String(value) }))
    .sort((a, b) => rank(a.key) - rank(b.key))
    .map(({ json, value }) => ({ source: { json }, value }));
}

function rank(key: string): number {
  const at = ID_KEYS.findIndex((pattern) => pattern.test(key));
  return at === -1 ? ID_KEYS.length : at;
}

function headerIds({ headers }: Answer): PossibleId[] {
  const source = { header: 'Location' };
  const value = answerValue(source, { headers }, MOST_ID_CHARS);
  return value === undefined ? [] : [{ source, value }];
}

/** An answer that is nothing but an id. A sentence has spaces, a page has tags. */
function textIds({ headers }: Answer, text: string): PossibleId[] {
  const value = answerValue('text', { headers, body: text }, MOST_ID_CHARS);
  const isWord = value !== undefined && /^[^\s<>{}[\]"]+$/.test(value);
  return isWord ? [{ source: 'text', value }] : [];
}
