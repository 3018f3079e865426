/** Hides secrets in a stream of bytes, also those that are cut by the end of a chunk. */
import { hideInBytes, longestWritten, secretsIn } from './secrets.ts';

export interface HidingStream {
  /** What can be passed on after this chunk: whole lines, and of a line without end all in which no secret can begin. */
  take(chunk: Buffer): Buffer;
  /** The rest. */
  end(): Buffer;
}

const LONG_LINE = 64 * 1024;
const NOTHING = Buffer.alloc(0);

export function hidingStream(): HidingStream {
  let held: string[] = [];
  let heldLength = 0;
  /** So that a line that comes in small chunks is not put together anew for each of them. */
  let lookAt = 0;
  const release = (text: string, end: number): Buffer => {
    const rest = text.slice(end);
    held = [rest];
    heldLength = rest.length;
    lookAt = rest.length + Math.max(LONG_LINE, longestWritten());
    return Buffer.from(hideInBytes(text.slice(0, end)), 'latin1');
  };
  return {
    take(chunk) {
      const bytes = chunk.toString('latin1');
      held.push(bytes);
      heldLength += bytes.length;
      const lineEnd = bytes.lastIndexOf('\n');
      if (lineEnd !== -1) return release(held.join(''), heldLength - bytes.length + lineEnd + 1);
      if (heldLength < Math.max(lookAt, LONG_LINE + longestWritten())) return NOTHING;
      const text = held.join('');
      return release(text, safeEnd(text));
    },
    end: () => (heldLength === 0 ? NOTHING : release(held.join(''), heldLength)),
  };
}

/** Where a text can be cut: what may still become a secret is behind it, and none stands across it. */
function safeEnd(text: string): number {
  const end = text.length - longestWritten();
  const across = secretsIn(text).find(([start, stop]) => start < end && end < stop);
  return across?.[1] ?? end;
}
