/** The parts of pbf and snappyjs that are used; the latter brings no types. */
declare module 'pbf' {
  export class PbfWriter {
    writeMessage<T>(tag: number, write: (value: T, pbf: PbfWriter) => void, value: T): void;
    writeStringField(tag: number, text: string): void;
    writeDoubleField(tag: number, value: number): void;
    writeVarintField(tag: number, value: number): void;
    finish(): Uint8Array;
  }

  export class PbfReader {
    constructor(bytes: Uint8Array);
    readFields<T>(read: (tag: number, result: T, pbf: PbfReader) => void, result: T): T;
    readMessage<T>(read: (tag: number, result: T, pbf: PbfReader) => void, result: T): T;
    readString(): string;
    readDouble(): number;
    readVarint(isSigned?: boolean): number;
  }
}

declare module 'snappyjs' {
  export function compress(bytes: Uint8Array): Uint8Array;
  /** @throws Error when the bytes are no block of Snappy, or are more than `maxLength` unpacked */
  export function uncompress(bytes: Uint8Array, maxLength?: number): Uint8Array;
}
