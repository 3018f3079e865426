/** What an entry costs beside its key and value: a node of the map, the buffer's object. An estimate from above. */
const ENTRY_BYTES = 200;
const BYTES_PER_CHARACTER = 2;

/** Bytes by key, up to a bound of memory; what was asked for least recently goes first. */
export class LruCache {
  /** Least recently used first: a map keeps the order in which its keys were set. */
  readonly #values = new Map<string, Uint8Array>();
  readonly #maxBytes: number;
  #bytes = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** Memory held at most: keys, values, and what keeping them costs. */
  get bytes(): number {
    return this.#bytes;
  }

  get(key: string): Uint8Array | undefined {
    const value = this.#values.get(key);
    if (value === undefined) return undefined;
    this.#values.delete(key);
    this.#values.set(key, value);
    return value;
  }

  /** A value larger than all of the cache is not kept. */
  set(key: string, value: Uint8Array): void {
    this.#delete(key);
    const bytes = bytesOf(key, value);
    if (bytes > this.#maxBytes) return;
    this.#values.set(key, value);
    this.#bytes += bytes;
    for (const oldest of this.#values.keys()) {
      if (this.#bytes <= this.#maxBytes) return;
      this.#delete(oldest);
    }
  }

  clear(): void {
    this.#values.clear();
    this.#bytes = 0;
  }

  #delete(key: string): void {
    const value = this.#values.get(key);
    if (value === undefined) return;
    this.#values.delete(key);
    this.#bytes -= bytesOf(key, value);
  }
}

/** A small buffer may be a slice of a larger one, which it then keeps in memory as a whole. */
function bytesOf(key: string, value: Uint8Array): number {
  return key.length * BYTES_PER_CHARACTER + value.buffer.byteLength + ENTRY_BYTES;
}
