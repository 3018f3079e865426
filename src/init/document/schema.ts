/** Reads the schemas of an OpenAPI document, which may be wrong, endless or hostile. Pure. */

import { fitsPath } from '../../shared/request/stored-file.ts';

export type Json = Record<string, unknown>;

export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

/** References to references, and schemas within schemas: real ones have two or three. */
const MAX_STEPS = 8;

/** Real documents of thousands of operations take a tenth of it; one whose references multiply would take years. */
const MAX_WORK = 1_000_000;
/** To copy a key takes so many times as long as to look at a schema. */
const COPY_WORK = 10;
/** Real schemas are put together from two or three. */
const MAX_PARTS = 50;
const workDone = new WeakMap<Json, number>();

/** False when too much of a document has been read: what is left of it says nothing. */
function mayRead(root: Json, work: number): boolean {
  const done = (workDone.get(root) ?? 0) + work;
  workDone.set(root, done);
  return done <= MAX_WORK;
}

/** What stands there or where it refers to, within the document only; the parts of `allOf` are put together. */
export function resolved(root: Json, node: unknown, steps = 0): Json {
  if (!isObject(node) || steps > MAX_STEPS || !mayRead(root, 1)) return {};
  if (typeof node.$ref === 'string') return resolved(root, pointed(root, node.$ref), steps + 1);
  const parts = listOf(node.allOf)
    .slice(0, MAX_PARTS)
    .map((part) => resolved(root, part, steps + 1));
  return parts.length === 0 ? node : together(root, [...parts, node]);
}

function together(root: Json, parts: Json[]): Json {
  const sizes = parts.map(
    (part) =>
      Object.keys(part).length +
      Object.keys(isObject(part.properties) ? part.properties : {}).length +
      listOf(part.required).length,
  );
  const work = COPY_WORK * sizes.reduce((sum, size) => sum + size, 0);
  if (!mayRead(root, work)) return {};
  const properties = parts.map((part) => (isObject(part.properties) ? part.properties : {}));
  return {
    ...Object.assign({}, ...parts),
    properties: Object.assign({}, ...properties),
    required: [...new Set(parts.flatMap((part) => listOf(part.required)))],
  };
}

function pointed(root: Json, ref: string): unknown {
  if (!ref.startsWith('#/')) return undefined;
  let at: unknown = root;
  for (const key of ref
    .slice(2)
    .split('/')
    .map((each) => each.replaceAll('~1', '/').replaceAll('~0', '~'))) {
    if (!isObject(at) || !Object.hasOwn(at, key)) return undefined;
    at = at[key];
  }
  return at;
}

/** Whether a schema is that of a file: OpenAPI 2, 3.0 and 3.1 each say it in their own way; several files in one field are a file too. */
export function isFileSchema(root: Json, node: unknown, steps = 0): boolean {
  if (steps > MAX_STEPS) return false;
  const schema = resolved(root, node);
  if (schema.type === 'file' || (schema.type === 'string' && schema.format === 'binary')) return true;
  if (schema.type === 'string' && typeof schema.contentMediaType === 'string')
    return schema.contentEncoding === undefined;
  if (schema.type === 'array') return isFileSchema(root, schema.items, steps + 1);
  return [schema.anyOf, schema.oneOf]
    .flatMap((choices) => listOf(choices).slice(0, MAX_PARTS))
    .some((each) => isFileSchema(root, each, steps + 1));
}

/** What is longer is no sample of what a field takes. */
const MAX_SAMPLE_CHARS = 200;

/** A value that fits a text field of a form, as text. `{name}` is the file's name. */
export function sampleOf(root: Json, node: unknown): string {
  const schema = resolved(root, node);
  const { default: usual, example, type, format } = schema;
  const choice = usual ?? listOf(schema.enum)[0] ?? example;
  const text = ['string', 'number', 'boolean'].includes(typeof choice) ? String(choice) : undefined;
  if (text !== undefined && text.length <= MAX_SAMPLE_CHARS && fitsPath(text)) return text;
  if (type === 'integer' || type === 'number')
    return String(typeof schema.minimum === 'number' ? schema.minimum : 1);
  if (type === 'boolean') return 'true';
  return (typeof format === 'string' ? SAMPLES[format] : undefined) ?? '{name}';
}

const SAMPLES: Record<string, string> = {
  date: '2026-01-01',
  'date-time': '2026-01-01T00:00:00Z',
  email: 'load@example.com',
  uri: 'http://localhost/',
  uuid: '00000000-0000-4000-8000-000000000000',
};
