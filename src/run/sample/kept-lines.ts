/** The lines that are wanted of a page that streams past: pages of some MiB hold a few of them. */
import { TooLarge } from '../../network/bounded-body.ts';

/** Where a page has more of the wanted than this, labels by customer got into what should be of the process. */
const MAX_KEPT_BYTES = 4 * 1024 * 1024;
/** A line without an end would fill the memory; no line of ours is as long. */
const MAX_LINE_BYTES = 64 * 1024;
const NEWLINE = 10;
/** Up to its labels or its value. */
const NAME = /# TYPE |[a-zA-Z_:][a-zA-Z0-9_:]*/y;
const TYPE = '# TYPE ';

/**
 * Those, and the first that says the type of a metric: it tells a page of metrics from others.
 * @param keeps whether a line that begins with this name is wanted
 * @throws TooLarge when the page, or what is kept of it, is too large
 */
export async function keptLines(
  answer: Response,
  keeps: (name: string) => boolean,
  mostBytes: number,
): Promise<string> {
  const kept: string[] = [];
  let size = 0;
  let keptBytes = 0;
  let isTyped = false;
  let rest = Buffer.alloc(0);
  const isWanted = (name: string) => {
    if (name !== TYPE) return keeps(name);
    const isFirst = !isTyped;
    isTyped = true;
    return isFirst;
  };
  const take = (lines: Buffer) => {
    for (const line of wantedIn(lines, isWanted)) {
      keptBytes += line.length;
      if (keptBytes > MAX_KEPT_BYTES) throw new TooLarge(MAX_KEPT_BYTES);
      kept.push(line.toString('utf8'));
    }
  };
  for await (const chunk of answer.body ?? []) {
    size += chunk.byteLength;
    if (size > mostBytes) throw new TooLarge(mostBytes);
    const bytes = rest.length === 0 ? Buffer.from(chunk) : Buffer.concat([rest, chunk]);
    const end = bytes.lastIndexOf(NEWLINE) + 1;
    take(bytes.subarray(0, end));
    rest = bytes.subarray(end);
    // its name is all that it can still be known by
    if (rest.length > MAX_LINE_BYTES) rest = rest.subarray(0, MAX_LINE_BYTES);
  }
  take(rest);
  return kept.join('\n');
}

/** Bytes as characters, so that places in the text are places in the bytes. */
function* wantedIn(bytes: Buffer, keeps: (name: string) => boolean): Generator<Buffer> {
  const text = bytes.toString('latin1');
  for (let at = 0; at < text.length; ) {
    const newline = text.indexOf('\n', at);
    const end = newline === -1 ? text.length : newline;
    NAME.lastIndex = at;
    const name = NAME.exec(text)?.[0];
    if (name !== undefined && keeps(name)) yield bytes.subarray(at, end);
    at = end + 1;
  }
}
