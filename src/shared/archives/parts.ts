/** An answer of several parts (multipart, RFC 2046 §5.1), of which each is a file. Pure. */
import { type Archive, type Entry, textAt } from './entry.ts';

/** More than the head of a part ever has. */
const MAX_HEAD = 4096;

/**
 * @param contentType of the answer, with the boundary
 * @param size of every file: no byte of a file is searched for the boundary
 */
export function readParts(buffer: ArrayBuffer, contentType: string, size: number): Archive {
  const boundary = /;\s*boundary=(?:"([^"]+)"|([^\s;]+))/i.exec(contentType)?.slice(1).find(Boolean);
  const bytes = new Uint8Array(buffer);
  const entries: Entry[] = [];
  if (boundary === undefined) return { entries, isWhole: true };
  const mark = `--${boundary}`;
  let at = Math.max(0, textAt(bytes, 0, MAX_HEAD).indexOf(mark));
  while (textAt(bytes, at, mark.length) === mark) {
    if (textAt(bytes, at + mark.length, 2) === '--') return { entries, isWhole: true };
    const head = textAt(bytes, at + mark.length, MAX_HEAD);
    const headEnd = head.indexOf('\r\n\r\n');
    if (headEnd === -1) break;
    const begin = at + mark.length + headEnd + 4;
    if (begin + size > bytes.length) break;
    const name = /filename="([^"]*)"|\bname="([^"]*)"/i.exec(head.slice(0, headEnd))?.slice(1).find(Boolean);
    entries.push({ name: name ?? '', size, bytes: bytes.subarray(begin, begin + size) });
    at = begin + size + 2;
  }
  return { entries, isWhole: at + 2 < bytes.length };
}
