/** Files that are laid out before the load, and what became of them: a pool that came out smaller is said, and judged. */
import { type LaidOut, UNSENT_KINDS } from '../contract/contract.ts';
import { type StoredFile, upload } from './files/files.ts';
import { type Failure, watchAnswers } from './operation.ts';

/** A service that takes none is not waited for a hundred times. */
const MAX_FAILURES_IN_A_ROW = 3;

let seen: LaidOut | undefined;

/** What was laid out so far; undefined when nothing was to be. */
export function laidOut(): LaidOut | undefined {
  return seen;
}

/**
 * Uploads these files one after the other.
 * @param inTime whether there is time for another
 * @returns those that the service has acknowledged
 */
export function layOut(names: string[], sizeBytes: number, inTime: () => boolean): StoredFile[] {
  const counted = seen ?? { asked: 0, stored: 0, failed: 0, unsent: 0 };
  seen = counted;
  counted.asked += names.length;
  watchAnswers((_, { status }, failure) => countFailure(counted, status, failure));
  let inARow = 0;
  try {
    return names.flatMap((name) => {
      if (inARow >= MAX_FAILURES_IN_A_ROW || !inTime()) return [];
      const stored = upload(name, sizeBytes);
      inARow = stored === undefined ? inARow + 1 : 0;
      if (stored !== undefined) counted.stored++;
      return stored ?? [];
    });
  } finally {
    watchAnswers(undefined);
  }
}

function countFailure(counted: LaidOut, status: number, failure: Failure | undefined): void {
  if (failure === undefined) return;
  if (UNSENT_KINDS.some((kind) => kind === failure)) counted.unsent++;
  else {
    counted.failed++;
    counted.first ??= { kind: failure, status };
  }
}
