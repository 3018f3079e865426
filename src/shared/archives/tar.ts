/** Archives of ustar (POSIX.1-1988), with the long names of pax (POSIX.1-2001) and of GNU tar: written, and read. Pure. */
import { ascii } from '../char-bytes.ts';
import { type Archive, type Entry, textAt } from './entry.ts';

const RECORD_BYTES = 512;
const NAME = [0, 100] as const;
const SIZE = [124, 12] as const;
const SUM = [148, 8] as const;
const TYPE_AT = 156;
const PREFIX = [345, 155] as const;
/** `0`, nothing, and `7`. */
const IS_FILE = [0x30, 0, 0x37];
const IS_PAX = 0x78;
const IS_LONG_NAME = 0x4c;

/** One archive of these files. */
export function tarOf(files: readonly { name: string; bytes: Uint8Array }[]): Uint8Array {
  const sizes = files.map(({ bytes }) => RECORD_BYTES + inRecords(bytes.length));
  const archive = new Uint8Array(sizes.reduce((sum, size) => sum + size, 2 * RECORD_BYTES));
  let at = 0;
  files.forEach(({ name, bytes }, index) => {
    archive.set(headerOf(name, bytes.length), at);
    archive.set(bytes, at + RECORD_BYTES);
    at += sizes[index] ?? 0;
  });
  return archive;
}

/** What is a regular file in an archive. */
export function readTar(buffer: ArrayBuffer): Archive {
  const bytes = new Uint8Array(buffer);
  const entries: Entry[] = [];
  let longName: string | undefined;
  const { length } = bytes;
  for (let at = 0; at + RECORD_BYTES <= length; ) {
    const named = fieldAt(bytes, at, NAME);
    if (named === '') return { entries, isWhole: true };
    const size = Number.parseInt(fieldAt(bytes, at, SIZE), 8);
    const begin = at + RECORD_BYTES;
    if (!(size >= 0) || begin + size > length) break;
    const type = bytes[at + TYPE_AT] ?? 0;
    if (type === IS_PAX || type === IS_LONG_NAME)
      longName = longNameIn(textAt(bytes, begin, size), type) ?? longName;
    else if (IS_FILE.includes(type)) {
      const prefix = fieldAt(bytes, at, PREFIX);
      const name = longName ?? (prefix === '' ? named : `${prefix}/${named}`);
      entries.push({ name, size, bytes: bytes.subarray(begin, begin + size) });
    }
    if (type !== IS_PAX && type !== IS_LONG_NAME) longName = undefined;
    at = begin + inRecords(size);
  }
  return { entries, isWhole: false };
}

function headerOf(name: string, size: number): Uint8Array {
  const header = new Uint8Array(RECORD_BYTES);
  const put = ([from]: readonly [number, number], text: string) => header.set(ascii(text), from);
  put(NAME, name);
  put([100, 8], '0000644\0');
  put([108, 8], '0000000\0');
  put([116, 8], '0000000\0');
  put(SIZE, `${size.toString(8).padStart(11, '0')}\0`);
  put([136, 12], '00000000000\0');
  put(SUM, ' '.repeat(8));
  put([TYPE_AT, 1], '0');
  put([257, 8], 'ustar\x0000');
  const sum = header.reduce((total, byte) => total + byte, 0);
  put(SUM, `${sum.toString(8).padStart(6, '0')}\0 `);
  return header;
}

/** Up to its first NUL. */
function fieldAt(bytes: Uint8Array, at: number, [from, length]: readonly [number, number]): string {
  return bytes[at + from] === 0 ? '' : untilNul(textAt(bytes, at + from, length)).trim();
}

/** `31 path=folder/name` among other records of pax; the whole of GNU's. */
function longNameIn(text: string, type: number): string | undefined {
  return type === IS_LONG_NAME ? untilNul(text) : /^\d+ path=(.*)$/m.exec(text)?.[1];
}

function untilNul(text: string): string {
  const end = text.indexOf('\0');
  return end === -1 ? text : text.slice(0, end);
}

function inRecords(size: number): number {
  return Math.ceil(size / RECORD_BYTES) * RECORD_BYTES;
}
