import { constants, readdirSync, rmSync, statSync } from 'node:fs';
import { type FileHandle, open, rename, rm, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { isSafeName } from './file-name.ts';
import { makeFolder } from './make-folder.ts';
import { type FileEntry, NameIndex } from './name-index.ts';
import { errnoOf, ServiceError } from './service-error.ts';
import type { OpenFile, Received, Storage } from './storage.ts';

/** One read for a file of the usual 100 KB, and little enough to have for each of some hundred slow readers. */
const READ_BYTES = 128 * 1024;

/**
 * Storage in a folder of the disk: `files/` holds the files under their names, `incoming/` what is still arriving.
 * The folder belongs to one service at a time. What a crash left half arrived is removed at the start. Files are not
 * forced to the disk (fsync): they survive the service, not the power.
 */
export function openFolderStorage(folder: string): Storage {
  return new FolderStorage(folder);
}

class FolderStorage implements Storage {
  readonly #files: string;
  readonly #incoming: string;
  readonly #index: NameIndex;
  readonly #turns = new Map<string, Promise<void>>();
  #received = 0;

  constructor(folder: string) {
    this.#files = join(folder, 'files');
    this.#incoming = join(folder, 'incoming');
    rmSync(this.#incoming, { recursive: true, force: true });
    makeFolder(this.#incoming);
    makeFolder(this.#files);
    this.#index = new NameIndex(regularFiles(this.#files));
  }

  async receive(source: AsyncIterable<Uint8Array>): Promise<Received> {
    this.#received += 1;
    const path = join(this.#incoming, String(this.#received));
    try {
      const sizeBytes = await writeNew(path, source);
      return {
        sizeBytes,
        keepAs: (name) => this.#keep(path, name, sizeBytes),
        discard: () => rm(path, { force: true }),
      };
    } catch (error) {
      await rm(path, { force: true });
      throw error;
    }
  }

  async open(name: string): Promise<OpenFile> {
    if (this.#index.get(name) === undefined) throw noFile(name);
    const handle = await this.#openHandle(name);
    const { size, ino, mtimeMs } = await handle.stat();
    return {
      sizeBytes: size,
      etag: `"${ino.toString(36)}-${size.toString(36)}-${Math.round(mtimeMs * 1000).toString(36)}"`,
      content: () => contentOf(handle, size),
      close: () => handle.close(),
    };
  }

  entry(name: string): FileEntry | undefined {
    return this.#index.get(name);
  }

  page(after: string, limit: number): { names: string[]; more: boolean } {
    return this.#index.page(after, limit);
  }

  version(): number {
    return this.#index.changes;
  }

  async remove(name: string): Promise<void> {
    await this.#inTurn(name, async () => {
      if (this.#index.get(name) === undefined) throw noFile(name);
      await unlink(join(this.#files, name)).catch(unlessMissing);
      this.#index.delete(name);
    });
  }

  async #keep(path: string, name: string, sizeBytes: number): Promise<void> {
    await this.#inTurn(name, async () => {
      await rename(path, join(this.#files, name));
      this.#index.set(name, { sizeBytes, createdAtMs: Date.now() });
    });
  }

  /** A link that somebody put into the folder is never followed (open(2), O_NOFOLLOW; Windows has no such flag). */
  async #openHandle(name: string): Promise<FileHandle> {
    try {
      return await open(join(this.#files, name), constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0));
    } catch (error) {
      const errno = errnoOf(error);
      if (errno === 'ENOENT' || errno === 'ELOOP') throw noFile(name);
      throw error;
    }
  }

  /** One change of a name at a time, so that index and disk tell the same story. */
  async #inTurn(name: string, change: () => Promise<void>): Promise<void> {
    const before = this.#turns.get(name);
    const turn = before === undefined ? change() : before.then(change, change);
    this.#turns.set(name, turn);
    try {
      await turn;
    } finally {
      if (this.#turns.get(name) === turn) this.#turns.delete(name);
    }
  }
}

/** What else lies there (links, folders, names that could not be asked for) is not ours. */
function* regularFiles(folder: string): Generator<[string, FileEntry]> {
  for (const item of readdirSync(folder, { withFileTypes: true })) {
    if (!item.isFile() || !isSafeName(item.name)) continue;
    const { size, mtimeMs } = statSync(join(folder, item.name));
    yield [item.name, { sizeBytes: size, createdAtMs: Math.round(mtimeMs) }];
  }
}

async function* contentOf(handle: FileHandle, sizeBytes: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < sizeBytes; ) {
    const buffer = Buffer.allocUnsafe(Math.min(READ_BYTES, sizeBytes - at));
    const { bytesRead } = await handle.read(buffer, 0, buffer.length, at);
    if (bytesRead === 0) return;
    yield buffer.subarray(0, bytesRead);
    at += bytesRead;
  }
}

/** @returns the size in bytes */
async function writeNew(path: string, source: AsyncIterable<Uint8Array>): Promise<number> {
  const handle = await open(path, 'wx');
  try {
    let sizeBytes = 0;
    for await (const chunk of source) {
      await handle.writeFile(chunk); // unlike write(), it does not stop at a part of the chunk
      sizeBytes += chunk.length;
    }
    return sizeBytes;
  } finally {
    await handle.close();
  }
}

function noFile(name: string): ServiceError {
  return new ServiceError('not_found', `there is no file ${name}`);
}

function unlessMissing(error: unknown): void {
  if (errnoOf(error) !== 'ENOENT') throw error;
}
