/** The journey of a target file. */
import type { HttpMethod, ValueSource } from './request.ts';

/**
 * What the users of an API with accounts do. In a path, a header, a body and what an assertion expects stand placeholders:
 * `{user}` is a name of this user in this run alone, `{vu}` its number from 1, `{unique}` another text in each iteration;
 * a captured value stands under its own name in all that follows, one of `enrol` in all tasks and in `leave`.
 */
export interface Journey {
  /** Makes a user known. Each goes through it before its first task, and again when its token is refused (401). */
  enrol?: JourneyStep[];
  /** Sent with every step of the tasks and of `leave`. */
  headers?: Record<string, string>;
  /** An iteration of the load is one of them, chosen by weight. */
  tasks: JourneyTask[];
  /** Undoes `enrol`, once for each user after the load, which is not counted. */
  leave?: JourneyStep[];
  /** Pause after a task; absent: as the scenario says. */
  think?: Pause;
}

export interface JourneyTask {
  name: string;
  /** Share of the iterations, relative to the other tasks; default 1. */
  weight?: number;
  /** In their order; one that fails ends the task. */
  steps: JourneyStep[];
}

/** One request and what its answer must hold. */
export interface JourneyStep {
  /** Name of the operation in the verdict; steps that do the same may share it. */
  op: string;
  path: string;
  /** Default GET, or POST with a body. */
  method?: HttpMethod;
  headers?: Record<string, string>;
  /** Body, sent as JSON; any JSON value. */
  json?: unknown;
  /** Body, sent as application/x-www-form-urlencoded. */
  form?: Record<string, string>;
  /** Body, sent as it stands. */
  text?: string;
  /** Statuses of success, default 200, 201 and 204. */
  expect?: number[];
  /** Values of the answer, by the name that they have as placeholder. One that is missing fails the step. */
  capture?: Record<string, ValueSource>;
  /** One that does not hold fails the step. */
  assert?: JourneyAssertion[];
  /** Pause after this step, besides that after the task. */
  think?: Pause;
}

/** Of the value at a dotted path in the JSON of an answer. */
export type JourneyAssertion = { json: string } & (
  | { equals: string | number | boolean | null }
  | { exists: boolean }
  | { atLeast: number }
);

/** Uniform between both ends. */
export interface Pause {
  minSeconds: number;
  maxSeconds: number;
}
