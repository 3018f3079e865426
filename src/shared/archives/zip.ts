/** ZIP archives (PKWARE APPNOTE 6.3.3): written without packing, and read by their central directory. Pure. */
import { ascii } from '../char-bytes.ts';
import { joined } from '../image-parts.ts';
import { type Archive, type Entry, textAt } from './entry.ts';

const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
const LOCAL_BYTES = 30;
const CENTRAL_BYTES = 46;
const END_BYTES = 22;
/** A comment may stand behind the end. */
const MAX_COMMENT = 65_535;
/** 1 January 1980. */
const DATE = 33;
const VERSION = 20;

/** One archive of these files. */
export function zipOf(files: readonly { name: string; bytes: Uint8Array; crc: number }[]): Uint8Array {
  const parts: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let at = 0;
  for (const { name, bytes, crc } of files) {
    const called = ascii(name);
    const facts = numbers(
      [2, VERSION],
      [2, 0],
      [2, 0],
      [2, 0],
      [2, DATE],
      [4, crc],
      [4, bytes.length],
      [4, bytes.length],
      [2, called.length],
      [2, 0],
    );
    parts.push(numbers([4, LOCAL]), facts, called, bytes);
    directory.push(
      numbers([4, CENTRAL], [2, VERSION]),
      facts,
      numbers([2, 0], [2, 0], [2, 0], [4, 0], [4, at]),
      called,
    );
    at += LOCAL_BYTES + called.length + bytes.length;
  }
  const central = joined(directory);
  const end = numbers(
    [4, END],
    [2, 0],
    [2, 0],
    [2, files.length],
    [2, files.length],
    [4, central.length],
    [4, at],
    [2, 0],
  );
  return joined([...parts, central, end]);
}

/** Files in an archive; of one that is packed its size and CRC-32 alone. */
export function readZip(buffer: ArrayBuffer): Archive {
  const bytes = new Uint8Array(buffer);
  const view = new DataView(buffer);
  const end = endAt(view);
  const broken = { entries: [], isWhole: false };
  if (end === undefined) return broken;
  const entries: Entry[] = [];
  let at = view.getUint32(end + 16, true);
  for (let left = view.getUint16(end + 10, true); left > 0; left--) {
    if (at + CENTRAL_BYTES > end || view.getUint32(at, true) !== CENTRAL) return broken;
    const [nameBytes, extra, comment] = [28, 30, 32].map((offset) => view.getUint16(at + offset, true));
    const name = textAt(bytes, at + CENTRAL_BYTES, nameBytes ?? 0);
    if (!name.endsWith('/')) entries.push({ name, ...entryAt(bytes, view, at) });
    at += CENTRAL_BYTES + (nameBytes ?? 0) + (extra ?? 0) + (comment ?? 0);
  }
  return { entries, isWhole: true };
}

function entryAt(bytes: Uint8Array, view: DataView, at: number): Omit<Entry, 'name'> {
  const size = view.getUint32(at + 24, true);
  const crc = view.getUint32(at + 16, true);
  const isPacked = view.getUint16(at + 10, true) !== 0;
  const local = view.getUint32(at + 42, true);
  if (isPacked || local + LOCAL_BYTES > view.byteLength) return { size, crc };
  const from = local + LOCAL_BYTES + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
  return { size, crc, bytes: bytes.subarray(from, from + size) };
}

function endAt(view: DataView): number | undefined {
  const last = view.byteLength - END_BYTES;
  for (let at = last; at >= 0 && at >= last - MAX_COMMENT; at--)
    if (view.getUint32(at, true) === END) return at;
  return undefined;
}

/** Each in so many bytes, the lowest first. */
function numbers(...fields: [bytes: 2 | 4, value: number][]): Uint8Array {
  return Uint8Array.from(
    fields.flatMap(([bytes, value]) =>
      Array.from({ length: bytes }, (_, index) => (value >>> (8 * index)) & 255),
    ),
  );
}
