/** What a client may send to the catalog. */
import { fieldsOf, readJson } from '../body.ts';
import { isSafeName, MAX_NAME_CHARS } from '../file-name.ts';
import type { Exchange } from '../route.ts';
import { ServiceError } from '../service-error.ts';

const MAX_VALUE_BYTES = 1024;
/** A value of the longest kind with every byte escaped (\u0000), and some room for the rest. */
const MAX_BODY_BYTES = 8 * 1024;
const NAME_RULE = `1 to ${MAX_NAME_CHARS} of A-Z a-z 0-9 . _ - and no dot first`;
const DEFAULT_PAGE = 100;
const MAX_PAGE = 1000;

/** What a write sends: a value, and the version it was read at unless If-Match has it. */
export interface Written {
  value: string;
  version: number | undefined;
}

/** @throws ServiceError bad_name */
export function datasetName({ params: { name = '' } }: Exchange): string {
  if (isSafeName(name)) return name;
  throw new ServiceError(
    'bad_name',
    `${JSON.stringify(name.slice(0, MAX_NAME_CHARS))} is no name of a dataset; use ${NAME_RULE}`,
  );
}

/** @throws ServiceError bad_request, too_large */
export async function readWritten({ request }: Exchange): Promise<Written> {
  const { value, version } = fieldsOf(await readJson(request, MAX_BODY_BYTES));
  return { value: checkedValue(value), version: version === undefined ? undefined : checkedVersion(version) };
}

export interface Page {
  prefix: string;
  after: string;
  limit: number;
}

/** @throws ServiceError bad_request */
export function pageOf({ query }: Exchange): Page {
  const [prefix, after] = [query.get('prefix') ?? '', query.get('after') ?? ''];
  for (const [key, text] of Object.entries({ prefix, after }))
    if (text !== '' && !isSafeName(text))
      throw new ServiceError('bad_request', `${key}=${text.slice(0, MAX_NAME_CHARS)}: use ${NAME_RULE}`);
  return { prefix, after, limit: limitOf(query.get('limit')) };
}

function limitOf(text: string | null): number {
  if (text === null) return DEFAULT_PAGE;
  const limit = /^\d+$/.test(text) ? Number(text) : 0;
  if (limit >= 1 && limit <= MAX_PAGE) return limit;
  throw new ServiceError('bad_request', `limit=${text} is not a whole number from 1 to ${MAX_PAGE}`);
}

/** The database ends a text at a NUL and cannot keep half a surrogate pair: they would be read back as another value. */
function checkedValue(value: unknown): string {
  if (typeof value !== 'string')
    throw new ServiceError('bad_request', 'the body has no string "value"; send {"value":"…"}');
  if (Buffer.byteLength(value) > MAX_VALUE_BYTES)
    throw new ServiceError('bad_request', `"value" is over ${MAX_VALUE_BYTES} bytes of UTF-8; send less`);
  if (value.includes('\0') || /\p{Surrogate}/u.test(value))
    throw new ServiceError('bad_request', '"value" has a NUL or half a surrogate pair; send valid text');
  return value;
}

function checkedVersion(version: unknown): number {
  if (typeof version === 'number' && Number.isSafeInteger(version) && version >= 1) return version;
  throw new ServiceError('bad_request', '"version" is not a whole number from 1; send the one that was read');
}
