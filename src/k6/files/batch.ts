import type { BatchForm } from '../../contract/contract.ts';
import { tarOf } from '../../shared/archives/tar.ts';
import { zipOf } from '../../shared/archives/zip.ts';
import { mediaTypeOf } from '../../shared/content-name.ts';
import { batchAsk, batchDownloadOf, batchPath } from '../../shared/request/batch-ask.ts';
import { endpointOf, mergedHeaders } from '../../shared/request/endpoint.ts';
import { filesIn, type StoredFile } from '../../shared/request/stored-file.ts';
import { archiveFault } from '../content/archive-fault.ts';
import { contentOf, sizeOf } from '../content/content.ts';
import { contentCrc } from '../content/content-crc.ts';
import { MULTIPART_HEADERS, multipartOf } from '../content/multipart.ts';
import { noteAlone, noteFiles, noteId } from '../notes.ts';
import { operate } from '../operation.ts';
import { routes } from '../parameters.ts';
import type { Call } from '../send.ts';
import { noteBytes } from './bytes-moved.ts';
import { bytesCompared } from './compared-bytes.ts';
import { keptOf, lookedAt } from './looked-at.ts';
import { rememberId } from './removal.ts';

/** A target may have no such routes: no scenario that needs them is played then. */
const NONE = { upload: '', download: '' };
const batch = routes.batch ?? NONE;
const { send = 'multipart', field = 'file', json, answer = 'tar' } = batch;
const MEDIA: Record<BatchForm, Record<string, string>> = {
  multipart: MULTIPART_HEADERS,
  tar: { 'Content-Type': 'application/x-tar' },
  zip: { 'Content-Type': 'application/zip' },
};
const UPLOAD = endpointOf(batch.upload, { method: 'POST', expect: [200, 201], headers: MEDIA[send] });
const DOWNLOAD = batchDownloadOf(batch);
const DOWNLOAD_HEADERS =
  DOWNLOAD.method === 'GET'
    ? DOWNLOAD.headers
    : mergedHeaders({ 'Content-Type': 'application/json' }, DOWNLOAD.headers);

let sending: string[] = [];
const UPLOAD_CALL = lookedAt({ op: 'batch_upload', ...UPLOAD }, ({ body }) =>
  json === undefined || storedIn(body, sending) !== undefined ? undefined : 'no_id',
);

/** One request with all the files. @returns them, once the service has acknowledged them; undefined when it did not */
export function batchUpload(names: string[], wantedSize: number): StoredFile[] | undefined {
  const size = sizeOf(wantedSize);
  noteFiles(names);
  sending = names;
  UPLOAD_CALL.body = bodyOf(names, size);
  UPLOAD_CALL.keep = json === undefined ? keptOf('batch_upload') : 'text';
  const reply = operate(UPLOAD_CALL);
  const files = reply === undefined ? undefined : storedIn(reply.body, names);
  if (files === undefined) for (const name of names) noteAlone(name);
  else {
    noteBytes(files.length * size);
    if (json !== undefined) files.forEach(known);
  }
  return files;
}

const DOWNLOAD_CALL: Call = {
  op: 'batch_download',
  method: DOWNLOAD.method,
  path: '',
  expect: DOWNLOAD.expect,
  acknowledged: true,
  ...(DOWNLOAD_HEADERS === undefined ? {} : { headers: DOWNLOAD_HEADERS }),
};
let wanted: { files: StoredFile[]; size: number } = { files: [], size: 0 };
const next = bytesCompared(DOWNLOAD_CALL, (bytes, reply) =>
  archiveFault(answer, bytes, reply, wanted.files, wanted.size),
);

/** Files that the service has acknowledged, all in one answer; a sample is compared byte for byte. */
export function batchDownload(files: StoredFile[], wantedSize: number): void {
  wanted = { files, size: sizeOf(wantedSize) };
  DOWNLOAD_CALL.path = batchPath(DOWNLOAD.path, files);
  if (DOWNLOAD.method !== 'GET') DOWNLOAD_CALL.body = JSON.stringify(batchAsk(batch, files));
  const bytes = files.length * wanted.size;
  if (operate(next(bytes)) !== undefined) noteBytes(bytes);
}

function bodyOf(names: string[], size: number): ArrayBuffer {
  if (send === 'multipart')
    return multipartOf(field, names, size, { contentType: mediaTypeOf(routes.upload) });
  // The content of one name stands in the buffer of all of its size.
  const files = names.map((name) => ({ name, bytes: new Uint8Array(contentOf(name, size).slice(0)) }));
  const archive =
    send === 'tar'
      ? tarOf(files)
      : zipOf(files.map((file) => ({ ...file, crc: contentCrc(file.name, size) })));
  return archive.buffer as ArrayBuffer;
}

/** All of them, or undefined: the answer tells of each under its name, and gives no id to two. */
function storedIn(body: unknown, names: string[]): StoredFile[] | undefined {
  if (json === undefined) return names.map((name) => ({ name, id: name }));
  const told = filesIn(String(body ?? ''), json, (text) => names.find((name) => text.includes(name)));
  const files = names.flatMap((name) => told.filter((file) => file.name === name).slice(0, 1));
  return files.length === names.length ? files : undefined;
}

function known(file: StoredFile): void {
  rememberId(file);
  noteId(file.name, file.id);
}
