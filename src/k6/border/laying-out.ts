/** What is laid out before the load, and what became of them: a pool that came out smaller is said, and judged. */
import { type LaidOut, UNSENT_KINDS } from '../../contract/contract.ts';
import { watchAnswers } from '../operation.ts';
import type { Failure } from '../request/failed-operation.ts';

/** A service that takes none is not waited for a hundred times. */
const MAX_FAILURES_IN_A_ROW = 3;

/** The last answer. */
export interface Told {
  status: number;
  failure: Failure | undefined;
}

let seen: LaidOut | undefined;

/** What was laid out so far; undefined when nothing was to be. */
export function laidOut(): LaidOut | undefined {
  return seen;
}

/**
 * Makes one thing for each name, one after the other, and counts what became of them.
 * @param make gives `enough` where no more are to be made, undefined where the service failed
 * @param what they are, where that is not files
 */
export function layOutEach<Thing>(
  names: string[],
  make: (name: string, told: () => Told | undefined) => Thing | 'enough' | undefined,
  what?: LaidOut['what'],
): Thing[] {
  const counted = seen ?? {
    asked: 0,
    stored: 0,
    failed: 0,
    unsent: 0,
    ...(what === undefined ? {} : { what }),
  };
  seen = counted;
  counted.asked += names.length;
  let told: Told | undefined;
  watchAnswers((_, { status }, failure) => {
    told = { status, failure };
    countFailure(counted, status, failure);
  });
  let inARow = 0;
  try {
    return names.flatMap((name) => {
      const made = inARow >= MAX_FAILURES_IN_A_ROW ? 'enough' : make(name, () => told);
      if (made === 'enough') return [];
      inARow = made === undefined ? inARow + 1 : 0;
      if (made === undefined) return [];
      counted.stored++;
      return [made];
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
