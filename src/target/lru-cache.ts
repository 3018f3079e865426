/** What an entry costs beside its key and value: a node of the map, the buffer's object. An estimate from above. */
const ENTRY_BYTES = 200;
const BYTES_PER_CHARACTER = 2;

/** Values by key, up to a bound of memory; what was asked for least recently goes first. */
export class LruCache<V = Uint8Array> {
  /** Least recently used first: a map keeps the order in which its keys were set. */
  readonly #values = new Map<string, V>();
  readonly #maxBytes: number;
  readonly #bytesOf: (value: V) => number;
  #bytes = 0;

  /** @param bytesOf what a value holds of memory */
  constructor(maxBytes: number, bytesOf: (value: V) => number) {
    this.#maxBytes = maxBytes;
    this.#bytesOf = bytesOf;
  }

  get size(): number {
    return this.#values.size;
  }

  /** Memory held at most: keys, values, and what keeping them costs. */
  get bytes(): number {
    return this.#bytes;
  }

  get(key: string): V | undefined {
    const value = this.#values.get(key);
    if (value === undefined) return undefined;
    this.#values.delete(key);
    this.#values.set(key, value);
    return value;
  }

  /** A value larger than all of the cache is not kept. */
  set(key: string, value: V): void {
    this.delete(key);
    const bytes = this.#cost(key, value);
    if (bytes > this.#maxBytes) return;
    this.#values.set(key, value);
    this.#bytes += bytes;
    for (const oldest of this.#values.keys()) {
      if (this.#bytes <= this.#maxBytes) return;
      this.delete(oldest);
    }
  }

  delete(key: string): void {
    const value = this.#values.get(key);
    if (value === undefined) return;
    this.#values.delete(key);
    this.#bytes -= this.#cost(key, value);
  }

  clear(): void {
    this.#values.clear();
    this.#bytes = 0;
  }

  #cost(key: string, value: V): number {
    return key.length * BYTES_PER_CHARACTER + this.#bytesOf(value) + ENTRY_BYTES;
  }
}

/** A small buffer may be a slice of a larger one, which it then keeps in memory as a whole. */
export function heldBy(value: Uint8Array): number {
  return value.buffer.byteLength;
}
