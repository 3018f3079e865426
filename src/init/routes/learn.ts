/** What a service that refused a form said it wants instead. Pure. */
import { parsed } from '../../shared/request/answer-value.ts';
import type { Answer } from '../client.ts';
import { contentsWanted } from './content-wanted.ts';
import { collectionOf, type UploadIdea } from './idea.ts';
import { tusIdea } from './tus.ts';

/** The fields that services call a file, by how often they do. */
const FILE_FIELDS = ['file', 'files', 'upload', 'document', 'data'];
const IS_FILE = /file|document|upload|image|photo|attachment|content|data|blob/i;
const IS_REFUSED = [400, 415, 422, 500];
/** A service that wants more than this wants something else. */
const MAX_WANTED = 6;

/** Other ways to ask the same path, the likeliest first; none where the path itself is not there. */
export function otherWays(idea: UploadIdea, answer: Answer): UploadIdea[] {
  const tus = tusIdea(idea, answer);
  if (tus !== undefined) return [tus];
  if (!IS_REFUSED.includes(answer.status)) return [];
  const contents = contentsWanted(idea, answer);
  const style = otherStyle(idea, answer);
  if (idea.style !== 'multipart') return [...style, ...contents];
  // A field that lacks is asked for before anybody looks at the file.
  return [...otherFields(idea, answer), ...contents, ...style];
}

/** A path that is there and takes the file the other way: as a form where it says so, as the body where it knows no forms. */
function otherStyle({ field: _, ...idea }: UploadIdea, { status, body }: Answer): UploadIdea[] {
  if (idea.from !== 'guess' || idea.method !== 'POST' || idea.path.includes('{name}')) return [];
  if (idea.style === 'multipart') return status === 415 ? [{ ...idea, style: 'raw' }] : [];
  return IS_ABOUT_FORMS.test(body.toString('utf8').slice(0, MAX_CHARS))
    ? [{ ...idea, style: 'multipart', field: 'file' }]
    : [];
}

const IS_ABOUT_FORMS = /multipart|form-?data|\bboundary\b/i;
const MAX_CHARS = 2000;

function otherFields(idea: UploadIdea, answer: Answer): UploadIdea[] {
  const wanted = fieldsWanted(answer.body.toString('utf8')).filter((name) => !has(idea, name));
  if (wanted.length > 0) return waysWith(idea, wanted);
  const likely = new Set([...ownFields(idea.path), ...FILE_FIELDS]);
  return idea.from === 'guess'
    ? [...likely].filter((field) => field !== idea.field).map((field) => ({ ...idea, field }))
    : [];
}

/** A collection of photos takes a `photo`, or `photos`. */
function ownFields(path: string): string[] {
  const noun = collectionOf(path).split('/').at(-1) ?? '';
  return /^[a-z]{3,20}s$/.test(noun) ? [noun.slice(0, -1), noun] : [];
}

function has({ field, fields = {} }: UploadIdea, name: string): boolean {
  return field === name || Object.hasOwn(fields, name);
}

/** Where no name says that it is the file's, each may be, the other fields being text. */
function waysWith(idea: UploadIdea, wanted: string[]): UploadIdea[] {
  const named = wanted.find((name) => IS_FILE.test(name));
  const files = named === undefined ? [...wanted, undefined] : [named];
  return files.map((file) => {
    const others = wanted.filter((name) => name !== file).map((name) => [name, '{name}']);
    const fields = { ...idea.fields, ...Object.fromEntries(others) };
    return {
      ...idea,
      ...(file === undefined ? {} : { field: file }),
      ...(Object.keys(fields).length === 0 ? {} : { fields }),
    };
  });
}

/**
 * Names of fields that an answer says are missing: FastAPI has them at the end of `detail[].loc`, Django REST framework as keys
 * of arrays of sentences, others in quotes in a sentence.
 */
export function fieldsWanted(text: string): string[] {
  const said = parsed(text);
  const found = typeof said === 'object' && said !== null ? [...ofLocations(said), ...ofKeys(said)] : [];
  const names = found.length > 0 ? found : ofSentence(text);
  return [...new Set(names)].filter((name) => /^[\w.-]{1,64}$/.test(name)).slice(0, MAX_WANTED);
}

function ofLocations(said: object): string[] {
  const { detail } = said as { detail?: unknown };
  if (!Array.isArray(detail)) return [];
  return detail.flatMap((each: unknown) => {
    const { loc } = (each ?? {}) as { loc?: unknown };
    return Array.isArray(loc) && loc[0] === 'body' && loc.length > 1 ? [String(loc.at(-1))] : [];
  });
}

const IS_SENTENCES = (value: unknown) =>
  Array.isArray(value) && value.length > 0 && value.every((each) => typeof each === 'string');

function ofKeys(said: object): string[] {
  return Object.entries(said).flatMap(([key, value]) => (IS_SENTENCES(value) ? [key] : []));
}

/** `Required part 'document' is not present`, `missing field "file"`. */
function ofSentence(text: string): string[] {
  const match = /\b(?:part|field|parameter|key|file)s?\b[^\w'"`\\]{0,3}\\?['"`]([\w-]+)\\?['"`]/i.exec(
    text.slice(0, MAX_CHARS),
  );
  return match?.[1] === undefined ? [] : [match[1]];
}
