/** What a tar archive says of one file. */
export interface TarEntry {
  name: string;
  sizeBytes: number;
  modifiedAtMs: number;
}

const BLOCK_BYTES = 512;
/** What does not fit into these fields of the header goes into a record before it. */
const MAX_HEADER_NAME_BYTES = 100;
const MAX_HEADER_SIZE_BYTES = 8 ** 11 - 1;
/** A tar file ends in two empty blocks. */
const END = Buffer.alloc(2 * BLOCK_BYTES);
const FILE_MODE = 0o644;

/** Length of the archive that `tarOf` makes of these entries, bytes. */
export function tarBytes(entries: readonly TarEntry[]): number {
  return entries.reduce((sum, entry) => sum + headerOf(entry).length + padded(entry.sizeBytes), END.length);
}

/**
 * The entries as a POSIX ustar archive (pax(1), "ustar Interchange Format"), piece by piece.
 * @param contentOf gives the content of an entry; asked for in order, each when its turn has come
 * @throws Error when a content is not as long as its entry said
 */
export async function* tarOf<E extends TarEntry>(
  entries: readonly E[],
  contentOf: (entry: E) => AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  for (const entry of entries) {
    yield headerOf(entry);
    let bytes = 0;
    for await (const chunk of contentOf(entry)) {
      bytes += chunk.length;
      yield chunk;
    }
    if (bytes !== entry.sizeBytes)
      throw new Error(`${entry.name} has ${bytes} bytes and not ${entry.sizeBytes}`);
    yield Buffer.alloc(padded(bytes) - bytes);
  }
  yield END;
}

function headerOf({ name, sizeBytes, modifiedAtMs }: TarEntry): Buffer {
  const records = [];
  if (Buffer.byteLength(name) > MAX_HEADER_NAME_BYTES) records.push(paxRecord('path', name));
  if (sizeBytes > MAX_HEADER_SIZE_BYTES) records.push(paxRecord('size', String(sizeBytes)));
  const header = ustarHeader(name, Math.min(sizeBytes, MAX_HEADER_SIZE_BYTES), modifiedAtMs, '0');
  return records.length === 0 ? header : Buffer.concat([paxHeader(records.join(''), modifiedAtMs), header]);
}

/** A header whose content overrides the one after it (pax(1), "pax Header Block"). */
function paxHeader(records: string, modifiedAtMs: number): Buffer {
  const content = Buffer.alloc(padded(records.length));
  content.write(records);
  return Buffer.concat([ustarHeader('pax', records.length, modifiedAtMs, 'x'), content]);
}

/** `LENGTH key=value\n`, where LENGTH counts the whole record, its own digits included. */
function paxRecord(key: string, value: string): string {
  const rest = ` ${key}=${value}\n`;
  let length = rest.length;
  while (String(length).length + rest.length !== length) length = String(length).length + rest.length;
  return length + rest;
}

function ustarHeader(name: string, sizeBytes: number, modifiedAtMs: number, type: '0' | 'x'): Buffer {
  const header = Buffer.alloc(BLOCK_BYTES);
  header.write(name, 0, MAX_HEADER_NAME_BYTES);
  header.write(octal(FILE_MODE, 8), 100);
  header.write(octal(0, 8), 108); // owner
  header.write(octal(0, 8), 116); // group
  header.write(octal(sizeBytes, 12), 124);
  header.write(octal(Math.floor(modifiedAtMs / 1000), 12), 136);
  header.write(' '.repeat(8), 148); // the checksum is taken with blanks in its own place
  header.write(type, 156);
  header.write('ustar\u000000', 257);
  const checksum = header.reduce((sum, byte) => sum + byte, 0);
  header.write(`${octal(checksum, 7)} `, 148);
  return header;
}

/** Octal digits that fill a field of the header up to its closing zero byte. */
function octal(value: number, fieldBytes: number): string {
  return `${value.toString(8).padStart(fieldBytes - 1, '0')}\0`;
}

function padded(bytes: number): number {
  return Math.ceil(bytes / BLOCK_BYTES) * BLOCK_BYTES;
}
