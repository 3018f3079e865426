import { LruCache } from '../lru-cache.ts';
import type { CatalogStore, Dataset, Expected, Listed, Refusal } from './catalog-store.ts';

/** Some thousand datasets of the largest kind. */
const CACHE_BYTES = 4 * 1024 * 1024;
const BYTES_PER_CHARACTER = 2;

/**
 * Answers reads from memory where it can. A dataset leaves the cache before it is written and nothing of it comes in
 * again until the write is through, so that no read that begins after the acknowledgement sees the old one.
 */
export class CachedCatalog implements CatalogStore {
  hits = 0;
  misses = 0;
  readonly #real: CatalogStore;
  readonly #cache = new LruCache<Dataset>(CACHE_BYTES, bytesOf);
  /** Writes under way, by name. */
  readonly #writing = new Map<string, number>();
  /** The latest read of a name that went to the database; a write takes away its right to fill the cache. */
  readonly #reading = new Map<string, symbol>();

  constructor(real: CatalogStore) {
    this.#real = real;
  }

  get entries(): number {
    return this.#cache.size;
  }

  async read(name: string): Promise<Dataset | undefined> {
    const known = this.#cache.get(name);
    if (known !== undefined) {
      this.hits += 1;
      return known;
    }
    this.misses += 1;
    const turn = Symbol(name);
    if (!this.#writing.has(name)) this.#reading.set(name, turn);
    try {
      const dataset = await this.#real.read(name);
      if (dataset !== undefined && this.#reading.get(name) === turn) this.#cache.set(name, dataset);
      return dataset;
    } finally {
      if (this.#reading.get(name) === turn) this.#reading.delete(name);
    }
  }

  create(name: string, value: string): Promise<Dataset | undefined> {
    return this.#changing(name, () => this.#real.create(name, value));
  }

  update(name: string, expected: Expected, value: string): Promise<Dataset | Refusal> {
    return this.#changing(name, () => this.#real.update(name, expected, value));
  }

  remove(name: string, expected: Expected): Promise<'removed' | Refusal> {
    return this.#changing(name, () => this.#real.remove(name, expected));
  }

  list(prefix: string, after: string, limit: number): Promise<Listed[]> {
    return this.#real.list(prefix, after, limit);
  }

  connect(): Promise<{ close(): void }> {
    return this.#real.connect();
  }

  async #changing<T>(name: string, change: () => Promise<T>): Promise<T> {
    this.#cache.delete(name);
    this.#reading.delete(name); // a slow read may come back with what was there before
    this.#writing.set(name, (this.#writing.get(name) ?? 0) + 1);
    try {
      return await change();
    } finally {
      const others = (this.#writing.get(name) ?? 1) - 1;
      if (others === 0) this.#writing.delete(name);
      else this.#writing.set(name, others);
    }
  }
}

function bytesOf({ name, value }: Dataset): number {
  return (name.length + value.length) * BYTES_PER_CHARACTER;
}
