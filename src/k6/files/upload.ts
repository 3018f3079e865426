import { mediaTypeOf } from '../../shared/content-name.ts';
import { uploadId } from '../../shared/ownership/upload-id.ts';
import { endpointOf, fileHeaders, mergedHeaders } from '../../shared/request/endpoint.ts';
import { pathTo, type StoredFile } from '../../shared/request/stored-file.ts';
import { contentOf, sizeOf } from '../content/content.ts';
import { MULTIPART_HEADERS, multipartOf } from '../content/multipart.ts';
import { isLoad } from '../load-vu.ts';
import { noteAlone, noteFiles, noteId } from '../notes.ts';
import { attempt } from '../operation.ts';
import { routes } from '../parameters.ts';
import type { Failure } from '../request/failed-operation.ts';
import type { Reply } from '../send.ts';
import { WrongDescription } from '../wrong-description.ts';
import { awaitStored } from './await-stored.ts';
import { noteBytes } from './bytes-moved.ts';
import { keptOf, lookedAt } from './looked-at.ts';
import { rememberId } from './removal.ts';

const { style, field = 'file', fields, id } = routes.upload ?? {};
const UPLOAD = endpointOf(routes.upload, {
  method: style === 'multipart' ? 'POST' : 'PUT',
  expect: [200, 201, 204],
});
const contentType = mediaTypeOf(routes.upload);
const pathOf = pathTo(UPLOAD.path);
const HEADERS = mergedHeaders(
  style === 'multipart' ? MULTIPART_HEADERS : { 'Content-Type': contentType },
  UPLOAD.headers,
);
const headersOf = HEADERS && fileHeaders(HEADERS);
/** Our name of the file that is being uploaded. */
let uploading = '';
const CALL = lookedAt({ op: 'upload', ...UPLOAD, ...(HEADERS && { headers: HEADERS }) }, (reply) =>
  idIn(reply, uploading) === undefined ? 'no_id' : undefined,
);
/** Whether the id is in the answer's body. */
const IN_BODY = id !== undefined && (id === 'text' || 'json' in id);
const ACCEPTED = 202;
/** So many uploads before the load tell whether the target file says where the id is. */
const MIN_WITHOUT_ID = 3;

let withId = 0;
let withoutId = 0;

/**
 * Uploads the content that the name stands for.
 * @returns the file, once the service has acknowledged it; undefined when it did not
 * @throws when before the load no answer had an id of its file where the target file says: then nothing that follows would be the
 * service's fault; and when no file can have this size
 */
export function upload(name: string, wantedSize: number): StoredFile | undefined {
  const size = sizeOf(wantedSize);
  const body =
    style === 'multipart'
      ? multipartOf(field, [name], size, { contentType, ...(fields === undefined ? {} : { fields }) })
      : contentOf(name, size);
  noteFiles([name]);
  uploading = name;
  CALL.path = pathOf({ name, id: name });
  CALL.body = body;
  if (headersOf !== undefined) CALL.headers = headersOf(name, size);
  CALL.keep = IN_BODY ? 'text' : keptOf('upload');
  const { reply, failure } = attempt(CALL);
  const known = failure === undefined ? idIn(reply, name) : undefined;
  if (known === undefined) noteAlone(name);
  if (!isLoad()) checkIdPlace(reply, failure);
  if (known === undefined) return undefined;
  noteBytes(size);
  const file = { name, id: known };
  rememberId(file);
  if (id !== undefined) noteId(name, known);
  if (reply.status === ACCEPTED) awaitStored(file);
  return file;
}

/** Undefined when the answer has none of this file. */
function idIn(reply: Reply, name: string): string | undefined {
  return id === undefined ? name : uploadId(id, reply, name);
}

/** One that lacks its id now and then is the service's failure; one that never has it was described wrongly. */
function checkIdPlace(reply: Reply, failure: Failure | undefined): void {
  if (failure === undefined) withId++;
  if (failure === 'no_id') withoutId++;
  if (withId > 0 || withoutId < MIN_WITHOUT_ID) return;
  throw new WrongDescription(
    `upload: the service returned ${reply.status} without an id at ${JSON.stringify(id)} that is this file's; correct routes.upload.id of the target file`,
  );
}
