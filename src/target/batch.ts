import { answerJson, answerStream } from './answer.ts';
import { readJson } from './body.ts';
import { checkedName } from './file-name.ts';
import { type NamedFile, receiveFiles } from './multipart.ts';
import type { Exchange, Route } from './route.ts';
import { ServiceError } from './service-error.ts';
import type { Storage } from './storage.ts';
import { type TarEntry, tarBytes, tarOf } from './tar.ts';

const MAX_IDS = 1000;
/** A thousand names of the longest kind, quoted. */
const MAX_REQUEST_BYTES = 256 * 1024;

/** Several files in one multipart request, and several back in one tar. */
export function batchRoutes(storage: Storage, maxBodyBytes: number): Route[] {
  const upload = (exchange: Exchange) => uploadAll(exchange, storage, maxBodyBytes);
  return [
    { method: 'POST', path: '/files', kind: 'work', handle: upload },
    { method: 'POST', path: '/batch', kind: 'work', handle: upload },
    {
      method: 'POST',
      path: '/batch/download',
      kind: 'work',
      handle: (exchange) => downloadAll(exchange, storage),
    },
  ];
}

/** 201 `{files:[{id,size,sha256}]}` in the order of the parts; a file's id is its filename. All are stored, or none. */
async function uploadAll(exchange: Exchange, storage: Storage, maxBodyBytes: number): Promise<void> {
  const files = await receiveFiles(exchange.request, maxBodyBytes, storage);
  await keepAll(files);
  answerJson(exchange, 201, {
    files: files.map(({ name, received, sha256 }) => ({ id: name, size: received.sizeBytes, sha256 })),
  });
}

/** One after the other: of two files with one name the later wins. */
async function keepAll(files: readonly NamedFile[]): Promise<void> {
  try {
    for (const { name, received } of files) await received.keepAs(name);
  } catch (error) {
    await Promise.all(files.map(({ received }) => received.discard())); // no-op for those already kept
    throw error;
  }
}

/** The files that `{"ids":[…]}` names, in that order, as one tar; 404 before the first byte when one is missing. */
async function downloadAll(exchange: Exchange, storage: Storage): Promise<void> {
  const ids = idsOf(await readJson(exchange.request, MAX_REQUEST_BYTES));
  const entries = ids.map((id) => tarEntry(id, storage));
  const archive = tarOf(entries, ({ name }) => contentOf(name, storage));
  await answerStream(exchange, tarBytes(entries), { 'content-type': 'application/x-tar' }, archive);
}

function idsOf(body: unknown): string[] {
  const ids: unknown = typeof body === 'object' && body !== null && 'ids' in body ? body.ids : undefined;
  const valid = Array.isArray(ids) && ids.length > 0 && ids.length <= MAX_IDS;
  if (valid && ids.every((id) => typeof id === 'string')) return ids.map(checkedName);
  throw new ServiceError('bad_request', `send {"ids":["…"]} with 1 to ${MAX_IDS} ids of files`);
}

function tarEntry(name: string, storage: Storage): TarEntry {
  const entry = storage.entry(name);
  if (entry === undefined) throw new ServiceError('not_found', `there is no file ${name}`);
  return { name, sizeBytes: entry.sizeBytes, modifiedAtMs: entry.createdAtMs };
}

/** Opened when its turn has come, so that a request holds one file open and not a thousand. */
async function* contentOf(name: string, storage: Storage): AsyncGenerator<Uint8Array> {
  const file = await storage.open(name);
  try {
    yield* file.content();
  } finally {
    await file.close();
  }
}
