import { answerValue } from '../../shared/request/answer-value.ts';
import { endpointOf, mergedHeaders } from '../../shared/request/endpoint.ts';
import { fitsPath, MOST_ID_CHARS, pathTo, type StoredFile } from '../../shared/request/stored-file.ts';
import { contentOf } from '../content.ts';
import { MULTIPART_HEADERS, multipartOf } from '../multipart.ts';
import { operate, type Reply } from '../operation.ts';
import { routes } from '../parameters.ts';

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
/** The answer's body is kept only when the id is in it. */
const KEPT = id === undefined || (id !== 'text' && 'header' in id) ? {} : ({ keep: 'text' } as const);

/**
 * Uploads the content that the name stands for.
 * @returns the file, once the service has acknowledged it; undefined when it did not
 * @throws when the answer has no id where the target file says: then nothing that follows would be the service's fault;
 * and when no file can have this size
 */
export function upload(name: string, size: number): StoredFile | undefined {
  const body =
    style === 'multipart'
      ? multipartOf(field, [name], size, { contentType, ...(fields === undefined ? {} : { fields }) })
      : contentOf(name, size);
  const { method, expect } = UPLOAD;
  const reply = operate({
    op: 'upload',
    method,
    path: pathOf({ name, id: name }),
    expect,
    body,
    ...KEPT,
    ...(HEADERS && { headers: HEADERS }),
  });
  return reply === undefined ? undefined : { name, id: id === undefined ? name : idIn(reply) };
}

function idIn(reply: Reply): string {
  const found = answerValue(id ?? 'text', reply, MOST_ID_CHARS);
  if (found !== undefined && fitsPath(found)) return found;
  throw new Error(
    `upload: the service answered ${reply.status} without an id at ${JSON.stringify(id)}; correct routes.upload.id of the target file`,
  );
}
