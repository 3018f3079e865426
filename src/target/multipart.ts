import { createHash, type Hash } from 'node:crypto';
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { Busboy, type BusboyInstance } from '@fastify/busboy';
import { bodyOf, chunksOf } from './body.ts';
import { checkedName } from './file-name.ts';
import { errnoOf, ServiceError } from './service-error.ts';
import type { Received, Storage } from './storage.ts';

/** A file of a multipart body that arrived whole. */
export interface NamedFile {
  name: string;
  received: Received;
  /** Lower-case hex. */
  sha256: string;
}

const MAX_FILES = 1000;
/** Fields beside the files are read over, so they may be few and small. */
const LIMITS = { files: MAX_FILES, fields: 20, fieldSize: 4096, headerPairs: 32, headerSize: 16 * 1024 };
/** Files that have come in full but are not yet on the disk; with more of them, reading waits. */
const MAX_UNFINISHED = 4;

/**
 * Receives every file of a multipart/form-data body, all or none. After the first failure the rest of the body is
 * read over, so that the client comes to read the answer.
 * @returns the files in their order in the body, at least one; each must be kept or discarded
 * @throws ServiceError unsupported_media_type, bad_multipart (malformed or cut short), bad_name, too_large (bytes or
 *   number of files), bad_request (no file in it); or what the storage threw
 */
export async function receiveFiles(
  request: IncomingMessage,
  maxBytes: number,
  storage: Storage,
): Promise<NamedFile[]> {
  const parser = parserFor(request);
  const intake = new Intake(storage);
  // A part can be a file by its content type alone, hence without a name, whatever busboy's types say.
  parser.on('file', (_field, stream, fileName: string | undefined) => intake.add(stream, fileName ?? ''));
  parser.on('filesLimit', () => intake.fail(tooManyFiles()));
  try {
    await feed(parser, intake.paced(bodyOf(request, maxBytes)));
  } catch (error) {
    intake.abort(bodyError(error));
  }
  return intake.finish();
}

/** The files of one body: those still being written, what became of them, and what went wrong first. */
class Intake {
  readonly #storage: Storage;
  readonly #files: Promise<NamedFile | undefined>[] = [];
  readonly #unfinished = new Map<Readable, Promise<unknown>>();
  #failure: { cause: unknown } | undefined;

  constructor(storage: Storage) {
    this.#storage = storage;
  }

  add(stream: Readable, name: string): void {
    stream.on('error', () => {}); // the parser, or abort(), tells us
    const file = this.#receive(stream, name).catch((error) => {
      this.fail(error);
      stream.resume();
      return undefined;
    });
    this.#files.push(file);
    this.#unfinished.set(stream, file);
    file.finally(() => this.#unfinished.delete(stream));
  }

  fail(cause: unknown): void {
    this.#failure ??= { cause };
  }

  /** No more of the body will come: whoever waits for it must stop waiting. */
  abort(cause: Error): void {
    this.fail(cause);
    for (const stream of this.#unfinished.keys()) stream.destroy(cause);
  }

  /** The body, held back while the disk lags behind: many small files would otherwise all wait in memory. */
  async *paced(body: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const chunk of body) {
      yield chunk;
      while (this.#unfinished.size > MAX_UNFINISHED) await Promise.race(this.#unfinished.values());
    }
  }

  async finish(): Promise<NamedFile[]> {
    const files = (await Promise.all(this.#files)).filter((file) => file !== undefined);
    if (files.length === 0) this.fail(noFiles());
    if (this.#failure === undefined) return files;
    await Promise.all(files.map(({ received }) => received.discard()));
    throw this.#failure.cause;
  }

  async #receive(stream: Readable, name: string): Promise<NamedFile> {
    if (this.#failure !== undefined) throw this.#failure.cause;
    checkedName(name);
    const hash = createHash('sha256');
    const received = await this.#storage.receive(hashing(chunksOf(stream), hash));
    return { name, received, sha256: hash.digest('hex') };
  }
}

/** Not `pipeline`, which waits for ever when the parser throws, as it does at a delimiter after the closing one. */
async function feed(parser: BusboyInstance, body: AsyncIterable<Buffer>): Promise<void> {
  const done = finished(parser);
  done.catch(() => {}); // awaited below, but it may fail before that
  for await (const chunk of body) if (!parser.write(chunk)) await Promise.race([once(parser, 'drain'), done]);
  parser.end();
  await done;
}

async function* hashing(source: AsyncIterable<Buffer>, hash: Hash): AsyncGenerator<Buffer> {
  for await (const chunk of source) {
    hash.update(chunk);
    yield chunk;
  }
}

function parserFor(request: IncomingMessage): BusboyInstance {
  const contentType = request.headers['content-type'] ?? '';
  if (!/^multipart\/form-data\b/i.test(contentType))
    throw new ServiceError(
      'unsupported_media_type',
      `content type "${contentType}" is not multipart/form-data; send files as form data`,
    );
  try {
    return new Busboy({
      headers: { ...request.headers, 'content-type': contentType },
      limits: LIMITS,
      preservePath: true,
    });
  } catch (error) {
    throw bodyError(error);
  }
}

/** The parser's errors have no code; those of the connection and of the disk do, and ours are told apart by class. */
function bodyError(error: unknown): Error {
  if (error instanceof Error && (error instanceof ServiceError || errnoOf(error) !== undefined)) return error;
  return new ServiceError(
    'bad_multipart',
    `the multipart body is malformed or cut short (${String(error)}); send it again`,
  );
}

function tooManyFiles(): ServiceError {
  return new ServiceError(
    'too_large',
    `a request may have ${MAX_FILES} files at most; send them in several requests`,
  );
}

function noFiles(): ServiceError {
  return new ServiceError(
    'bad_request',
    'there is no file part in the body; send at least one with a filename',
  );
}
