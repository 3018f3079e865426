/** Texts as numbers: equal bytes have equal numbers, and a million of them take no more room than their bytes. */

const FIRST_SLOTS = 1 << 12;
const FIRST_BYTES = 1 << 16;
/** Of the slots that may be taken: beyond it a search takes long. */
const MAX_TAKEN = 0.5;
// FNV-1a (Fowler, Noll, Vo), 32 bits
const FNV_OFFSET = 0x811c9dc5 | 0;
const FNV_PRIME = 0x01000193;

export class Texts {
  /** How many there are. Their numbers begin at 1, so that 0 is none. */
  count = 0;
  #slots = new Int32Array(FIRST_SLOTS);
  #hashes = new Int32Array(FIRST_SLOTS);
  /** Text n lies from ends[n - 1] to ends[n]. */
  #ends = new Int32Array(FIRST_SLOTS);
  #bytes = Buffer.allocUnsafe(FIRST_BYTES);

  /** The number of the text between these places of a buffer. */
  numberOf(buffer: Uint8Array, from: number, to: number): number {
    let hash = FNV_OFFSET;
    for (let at = from; at < to; at++) hash = Math.imul(hash ^ (buffer[at] ?? 0), FNV_PRIME);
    const mask = this.#slots.length - 1;
    let slot = (hash ^ (hash >>> 15)) & mask;
    for (let text = this.#slots[slot] ?? 0; text !== 0; text = this.#slots[slot] ?? 0) {
      if (this.#hashes[text] === hash && this.#isSame(text, buffer, from, to)) return text;
      slot = (slot + 1) & mask;
    }
    return this.#add(hash, slot, buffer, from, to);
  }

  /** The text of a number; empty for 0. */
  textOf(text: number): string {
    return text === 0 ? '' : this.#bytes.toString('utf8', this.#ends[text - 1], this.#ends[text]);
  }

  #isSame(text: number, buffer: Uint8Array, from: number, to: number): boolean {
    const start = this.#ends[text - 1] ?? 0;
    if ((this.#ends[text] ?? 0) - start !== to - from) return false;
    for (let at = from; at < to; at++) if (this.#bytes[start + at - from] !== buffer[at]) return false;
    return true;
  }

  #add(hash: number, slot: number, buffer: Uint8Array, from: number, to: number): number {
    const text = ++this.count;
    const start = this.#ends[text - 1] ?? 0;
    while (start + to - from > this.#bytes.length)
      this.#bytes = Buffer.concat([this.#bytes], this.#bytes.length * 2);
    for (let at = from; at < to; at++) this.#bytes[start + at - from] = buffer[at] ?? 0;
    this.#ends[text] = start + to - from;
    this.#hashes[text] = hash;
    this.#slots[slot] = text;
    if (text >= this.#slots.length * MAX_TAKEN) this.#grow();
    return text;
  }

  #grow(): void {
    const length = this.#slots.length * 2;
    this.#slots = new Int32Array(length);
    this.#hashes = longer(this.#hashes, length);
    this.#ends = longer(this.#ends, length);
    for (let text = 1; text <= this.count; text++) {
      const hash = this.#hashes[text] ?? 0;
      let slot = (hash ^ (hash >>> 15)) & (length - 1);
      while (this.#slots[slot] !== 0) slot = (slot + 1) & (length - 1);
      this.#slots[slot] = text;
    }
  }
}

function longer(column: Int32Array, length: number): Int32Array<ArrayBuffer> {
  const grown = new Int32Array(length);
  grown.set(column);
  return grown;
}
