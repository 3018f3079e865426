/**
 * One user alone, before the load: what each operation takes when nobody stands in the way. How slow is slow for a service
 * is told by its own answers at rest and not by the speed of a machine.
 */
import type { Alone } from '../contract/contract.ts';
import { watchAnswers } from './operation.ts';

/** The first turns connect, compile and fill caches; where there are few, they have to do. */
const WARMUP_TURNS = 2;
const FEWEST_TURNS = 3;
const MOST_TURNS = 12;
/** A slow service shows in two seconds that it is slow with one user already. */
const MOST_MS = 2000;

interface Answer {
  op: string;
  ms: number;
  turn: number;
}

let turn: number | undefined;

/** Which turn of the user alone it is; undefined in the load. */
export function turnAlone(): number | undefined {
  return turn;
}

/**
 * Goes through a scenario's turn some times without pauses, uncounted. It ends at the first failure: that is for the load to
 * show.
 * @returns what was measured, by operation; one that never succeeded is left out
 */
export function measureAlone(iterate: () => void): Alone {
  const answers: Answer[] = [];
  const endMs = Date.now() + MOST_MS;
  let failed = false;
  let turns = 0;
  watchAnswers((op, ms) => {
    if (ms === undefined) failed = true;
    else answers.push({ op, ms, turn: turns });
  });
  try {
    while (turns < MOST_TURNS && !failed && Date.now() < endMs) {
      turn = turns;
      iterate();
      turns++;
    }
  } catch {
    // the load meets it too, and counts it
  } finally {
    watchAnswers(undefined);
    turn = undefined;
  }
  const skipped = turns >= WARMUP_TURNS + FEWEST_TURNS ? WARMUP_TURNS : 0;
  return figuresOf(answers.filter((answer) => answer.turn >= skipped));
}

function figuresOf(answers: Answer[]): Alone {
  const alone: Alone = {};
  for (const op of new Set(answers.map((answer) => answer.op))) {
    const sorted = answers
      .filter((answer) => answer.op === op)
      .map(({ ms }) => ms)
      .sort((a, b) => a - b);
    const medianMs = sorted[Math.floor(sorted.length / 2)] ?? 0;
    alone[op] = { count: sorted.length, medianMs, slowestMs: sorted[sorted.length - 1] ?? 0 };
  }
  return alone;
}
