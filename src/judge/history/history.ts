/** A history in memory: a column for each field of its operations, which holds a million of them in some 50 MB. */
import { Texts } from './texts.ts';

export const OP = { read: 0, write: 1, create: 2, remove: 3 } as const;
export const OUTCOME = { ok: 0, conflict: 1, fail: 2, unknown: 3 } as const;

const FIRST_ROOM = 1 << 12;

/** One operation on its way into the columns; texts are numbers of Texts, 0 is none. */
export interface Operation {
  client: number;
  key: number;
  op: number;
  begin: number;
  end: number;
  outcome: number;
  version: number;
  value: number;
  base: number;
  isFinal: boolean;
  /** Bits: which of its fields have been read. */
  seen: number;
}

export class History {
  count = 0;
  texts = new Texts();
  client = new Int32Array(FIRST_ROOM);
  key = new Int32Array(FIRST_ROOM);
  op = new Uint8Array(FIRST_ROOM);
  /** Epoch ms. */
  begin = new Float64Array(FIRST_ROOM);
  end = new Float64Array(FIRST_ROOM);
  outcome = new Uint8Array(FIRST_ROOM);
  version = new Int32Array(FIRST_ROOM);
  value = new Int32Array(FIRST_ROOM);
  base = new Int32Array(FIRST_ROOM);
  isFinal = new Uint8Array(FIRST_ROOM);
  /** Records that were begun and not ended: a crash cut them. */
  torn = 0;
  /** Records that ended before they began: the clock was set back, so that no time can be trusted. */
  backwards = 0;

  add(operation: Operation): void {
    if (this.count === this.key.length) this.#grow();
    const at = this.count++;
    this.client[at] = operation.client;
    this.key[at] = operation.key;
    this.op[at] = operation.op;
    this.begin[at] = operation.begin;
    this.end[at] = operation.end;
    this.outcome[at] = operation.outcome;
    this.version[at] = operation.version;
    this.value[at] = operation.value;
    this.base[at] = operation.base;
    this.isFinal[at] = operation.isFinal ? 1 : 0;
  }

  #grow(): void {
    const room = this.key.length * 2;
    this.client = withRoom(this.client, new Int32Array(room));
    this.key = withRoom(this.key, new Int32Array(room));
    this.op = withRoom(this.op, new Uint8Array(room));
    this.begin = withRoom(this.begin, new Float64Array(room));
    this.end = withRoom(this.end, new Float64Array(room));
    this.outcome = withRoom(this.outcome, new Uint8Array(room));
    this.version = withRoom(this.version, new Int32Array(room));
    this.value = withRoom(this.value, new Int32Array(room));
    this.base = withRoom(this.base, new Int32Array(room));
    this.isFinal = withRoom(this.isFinal, new Uint8Array(room));
  }
}

function withRoom<T extends Int32Array | Uint8Array | Float64Array>(column: T, room: T): T {
  room.set(column);
  return room;
}
