import { answerValue } from '../../shared/request/answer-value.ts';
import { endpointOf, mergedHeaders } from '../../shared/request/endpoint.ts';
import { fitsPath, MOST_ID_CHARS, pathTo, type StoredFile } from '../../shared/request/stored-file.ts';
import { contentOf } from '../content.ts';
import { MULTIPART_HEADERS, multipartOf } from '../multipart.ts';
import { attempt, type Failure, isLoad, type Reply } from '../operation.ts';
import { routes } from '../parameters.ts';
import { lookedAt } from './looked-at.ts';

const { style, contentType = 'application/octet-stream', field = 'file', fields, id } = routes.upload ?? {};
const UPLOAD = endpointOf(routes.upload, {
  method: style === 'multipart' ? 'POST' : 'PUT',
  expect: [200, 201, 204],
});
const pathOf = pathTo(UPLOAD.path);
const HEADERS = mergedHeaders(
  style === 'multipart' ? MULTIPART_HEADERS : { 'Content-Type': contentType },
  UPLOAD.headers,
);
/** Whether the id is in the answer's body. */
const IN_BODY = id !== undefined && (id === 'text' || 'json' in id);
/** So many uploads before the load tell whether the target file says where the id is. */
const FEWEST_WITHOUT_ID = 3;

let withId = 0;
let withoutId = 0;

/**
 * Uploads the content that the name stands for.
 * @returns the file, once the service has acknowledged it; undefined when it did not
 * @throws when before the load no answer had an id where the target file says: then nothing that follows would be the
 * service's fault; and when no file can have this size
 */
export function upload(name: string, size: number): StoredFile | undefined {
  const body =
    style === 'multipart'
      ? multipartOf(field, [name], size, { contentType, ...(fields === undefined ? {} : { fields }) })
      : contentOf(name, size);
  const { method, expect } = UPLOAD;
  const { reply, failure } = attempt({
    op: 'upload',
    method,
    path: pathOf({ name, id: name }),
    expect,
    body,
    ...lookedAt('upload', (reply) => (idIn(reply, name) === undefined ? 'no_id' : undefined)),
    ...(IN_BODY ? { keep: 'text' } : {}),
    ...(HEADERS && { headers: HEADERS }),
  });
  if (!isLoad()) checkIdPlace(reply, failure);
  const known = failure === undefined ? idIn(reply, name) : undefined;
  return known === undefined ? undefined : { name, id: known };
}

/** Undefined when the answer has none where the target file says. */
function idIn(reply: Reply, name: string): string | undefined {
  if (id === undefined) return name;
  const found = answerValue(id, reply, MOST_ID_CHARS);
  return found !== undefined && fitsPath(found) ? found : undefined;
}

/** One that lacks its id now and then is the service's failure; one that never has it was described wrongly. */
function checkIdPlace(reply: Reply, failure: Failure | undefined): void {
  if (failure === undefined) withId++;
  if (failure === 'no_id') withoutId++;
  if (withId > 0 || withoutId < FEWEST_WITHOUT_ID) return;
  throw new Error(
    `upload: the service answered ${reply.status} without an id at ${JSON.stringify(id)}; correct routes.upload.id of the target file`,
  );
}
