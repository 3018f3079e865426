import { heldBy, LruCache } from './lru-cache.ts';
import type { Storage } from './storage.ts';

/** Some forty answers of the largest kind. */
const CACHE_BYTES = 4 * 1024 * 1024;

type Listed = Pick<Storage, 'page' | 'entry' | 'version'>;

/**
 * The answers of GET /files as they are sent. One that was given is given again while no file was kept or removed: the
 * storage's version tells, so that no way of changing a file can be forgotten here.
 */
export class FileList {
  readonly #storage: Listed;
  readonly #cache = new LruCache(CACHE_BYTES, heldBy);
  #version = Number.NaN;

  constructor(storage: Listed) {
    this.#storage = storage;
  }

  /** JSON of up to `limit` files after `after`. */
  page(after: string, limit: number): Uint8Array {
    const version = this.#storage.version();
    if (version !== this.#version) this.#cache.clear();
    this.#version = version;
    const key = `${limit} ${after}`;
    const known = this.#cache.get(key);
    if (known !== undefined) return known;
    const answer = encodedPage(this.#storage, after, limit);
    this.#cache.set(key, answer);
    return answer;
  }
}

/** `{files:[{id,size,created_at}],next}` in the order of the names; `next` is the ?after of the next page, or null. */
export function encodedPage(storage: Listed, after: string, limit: number): Uint8Array {
  const { names, more } = storage.page(after, limit);
  const files = names.map((name) => {
    const entry = storage.entry(name);
    return { id: name, size: entry?.sizeBytes, created_at: new Date(entry?.createdAtMs ?? 0).toISOString() };
  });
  return Buffer.from(JSON.stringify({ files, next: more ? names.at(-1) : null }));
}
