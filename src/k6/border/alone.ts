/**
 * One user alone, before the load: what each operation takes when nobody stands in the way, and what its answers are like. How
 * slow is slow for a service is told by its own answers at rest and not by the speed of a machine.
 */
import type { Alone } from '../../contract/contract.ts';
import { type AnswerForm, usualForm } from '../../shared/request/error-in-success.ts';
import { watchAnswers } from '../operation.ts';
import type { Reply } from '../send.ts';
import { WrongDescription } from '../wrong-description.ts';

/** The first turns connect, compile and fill caches; where there are few, they have to do. */
const WARMUP_TURNS = 2;
const MIN_TURNS = 3;
const MAX_TURNS = 12;
/** A slow service shows in two seconds that it is slow with one user already. */
const MAX_MS = 2000;
/** What fails now and then is left to the load to show. */
const MAX_FAILURES = 3;

/** What was seen of a user alone. */
export interface SeenAlone {
  /** An operation that never succeeded is left out. */
  figures: Alone;
  forms: Record<string, AnswerForm>;
}

interface Answer {
  op: string;
  reply: Reply;
  failed: boolean;
  turn: number;
}

let turn: number | undefined;

/** Which turn of the user alone it is; undefined in the load. */
export function turnAlone(): number | undefined {
  return turn;
}

/** Goes through a scenario's turn some times without pauses, uncounted; for two seconds, and the turn that is under way then. */
export function measureAlone(iterate: () => void): SeenAlone {
  const answers: Answer[] = [];
  const endMs = Date.now() + MAX_MS;
  let failures = 0;
  let turns = 0;
  watchAnswers((op, reply, failure) => {
    const failed = failure !== undefined;
    if (failed) failures++;
    answers.push({ op, reply, failed, turn: turns });
  });
  try {
    while (turns < MAX_TURNS && failures < MAX_FAILURES && Date.now() < endMs) {
      turn = turns;
      iterate();
      turns++;
    }
  } catch (error) {
    // Whatever else is thrown the load meets too, and counts.
    if (error instanceof WrongDescription) throw error;
  } finally {
    watchAnswers(undefined);
    turn = undefined;
  }
  const skipped = turns >= WARMUP_TURNS + MIN_TURNS ? WARMUP_TURNS : 0;
  return {
    figures: byOperation(
      answers.filter((answer) => !answer.failed && answer.turn >= skipped),
      figureOf,
    ),
    forms: byOperation(
      answers.filter(({ reply }) => reply.status > 0),
      (own) => usualForm(own.map(({ reply: { headers, body }, failed }) => ({ headers, body, failed }))),
    ),
  };
}

function byOperation<T>(answers: Answer[], value: (own: Answer[]) => T): Record<string, T> {
  const seen: Record<string, T> = {};
  for (const op of new Set(answers.map((answer) => answer.op)))
    seen[op] = value(answers.filter((answer) => answer.op === op));
  return seen;
}

function figureOf(answers: Answer[]): Alone[string] {
  const sorted = answers.map(({ reply }) => reply.timings.duration).sort((a, b) => a - b);
  const medianMs = sorted[Math.floor(sorted.length / 2)] ?? 0;
  return { count: sorted.length, medianMs, slowestMs: sorted[sorted.length - 1] ?? 0 };
}
