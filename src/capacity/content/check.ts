/** Holds bytes that came back against what they must be. */
import type { Content } from './content.ts';

/** A look at so much at a time. */
const STEP_BYTES = 64 * 1024;

/** Compared before anything else runs. */
const EXPECTED = Buffer.allocUnsafe(STEP_BYTES);

export interface Check {
  /** The next bytes. @returns false as soon as one differs, or is more than the file has */
  push(bytes: Uint8Array): boolean;
  /** Of the file, that matched so far. */
  readonly at: number;
}

/** @param from offset of the first byte that will come */
export function checkOf(content: Content, from = 0): Check {
  let at = from;
  let fits = true;
  return {
    push(bytes) {
      for (let done = 0; fits && done < bytes.length; ) {
        const part = bytes.subarray(done, done + STEP_BYTES);
        const wanted = EXPECTED.subarray(0, part.length);
        content.fill(wanted, at);
        fits = at + part.length <= content.bytes && wanted.equals(part);
        if (fits) at += part.length;
        done += part.length;
      }
      return fits;
    },
    get at() {
      return at;
    },
  };
}
