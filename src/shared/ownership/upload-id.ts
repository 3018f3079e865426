/** The id that a service gives a file, in its answer to the upload. Pure. */
import type { UploadRoute } from '../../contract/contract.ts';
import { type AnswerParts, answerValue, parsed } from '../request/answer-value.ts';
import { fitsPath, MAX_ID_CHARS } from '../request/stored-file.ts';
import { ownPath } from './own-value.ts';

/**
 * @param source where the target file says it is; absent: the name is the id
 * @returns undefined when the answer has none of this file there
 */
export function uploadId(source: UploadRoute['id'], reply: AnswerParts, name: string): string | undefined {
  if (source === undefined) return name;
  const own = ownSource(source, reply, name);
  const found = own === undefined ? undefined : answerValue(own, reply, MAX_ID_CHARS);
  return found !== undefined && fitsPath(found) ? found : undefined;
}

/** Only an answer with a list can tell of other files too. */
function ownSource(
  source: NonNullable<UploadRoute['id']>,
  { body }: AnswerParts,
  name: string,
): UploadRoute['id'] {
  if (source === 'text' || 'header' in source) return source;
  if (typeof body !== 'string' || !body.includes('[')) return source;
  const json = ownPath(parsed(body), source.json, name);
  return json === undefined ? undefined : { json };
}
