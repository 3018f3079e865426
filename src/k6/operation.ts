/** One operation against the target: sent, checked, counted. The metrics are those of K6_METRIC. */
import { sleep } from 'k6';
import exec from 'k6/execution';
import {
  ERROR_KINDS,
  type ErrorKind,
  K6_METRIC,
  type LoadModel,
  UNSENT_KINDS,
  type UnsentKind,
} from '../contract/contract.ts';
import { renewToken } from './auth.ts';
import { loadStartMs } from './execution.ts';
import { failureOf, failureWithContent } from './failure.ts';
import { countHurtFile } from './hurt-files.ts';
import { counterOf, countersOf, rateOf, trendOf } from './metrics.ts';
import { throughProxy } from './parameters.ts';
import { mayRenew, renewalFailed } from './renewal.ts';
import { type Call, type Reply, send, sendAll } from './send.ts';
import { noteClock } from './service-clock.ts';
import { unsentKind } from './unsent.ts';

/** Why an operation brought nothing: the service's failure, or a request that never came to it. */
export type Failure = ErrorKind | UnsentKind;

const { add: addDuration } = trendOf(K6_METRIC.opDuration);
const addFailed = rateOf(K6_METRIC.opFailed)?.add;
const { add: addRenewals } = counterOf(K6_METRIC.tokenRenewals);
const { add: addExceptions } = counterOf(K6_METRIC.iterationExceptions);
const addError = countersOf(K6_METRIC.errorPrefix, ERROR_KINDS);
const addUnsent = countersOf(K6_METRIC.unsentPrefix, UNSENT_KINDS);
/** A VU whose request cannot leave would try again at once, and take the CPU from those whose requests can. */
const UNSENT_PAUSE_SECONDS = 0.2;

/** What a VU of the load knows; setup() and teardown() run in VUs of their own that never have it. */
interface LoadVu {
  /**
   * Tags that all of this VU's samples carry from now on. Given with each sample instead, they would cost k6 a third
   * of its CPU.
   */
  tags: typeof exec.vu.metrics.tags;
  /** The operation that they name. */
  op?: string;
  /** When the legs of the load end, epoch ms. */
  legEndsMs: number[];
  /** When the leg that they name ends. */
  legEndMs: number;
}

/** Told of each answer outside the load. */
type Watcher = (op: string, reply: Reply, failure: Failure | undefined) => void;

let loadVu: LoadVu | undefined;
/** In the open model. */
let addResponse: ((ms: number) => void) | undefined;
let watcher: Watcher | undefined;
let exceptionShown = false;
/** How this VU's last operation failed, if it did. */
let lastFailure: Failure | undefined;

/** Has response times counted too, when the model is an open one: k6 takes new metrics only before the load. */
export function countFor(model: LoadModel): void {
  if (model === 'open') addResponse = trendOf(K6_METRIC.opResponse).add;
}

/** From now on this VU's operations are part of the load, whose legs are so long. */
export function markLoad(legSeconds: number[]): void {
  let end = loadStartMs();
  const legEndsMs = legSeconds.map((seconds) => {
    end += seconds * 1000;
    return end;
  });
  loadVu = { tags: exec.vu.metrics.tags, legEndsMs, legEndMs: 0 };
}

/** From now on this one is told of the answers that are no part of the load; undefined: nobody. */
export function watchAnswers(told: Watcher | undefined): void {
  watcher = told;
}

/** Sends one request and counts it. Returns the answer, or undefined when the operation failed. */
export function operate(call: Call): Reply | undefined {
  if (loadVu !== undefined) tag(loadVu, call.op);
  const reply = settled(call, send(call));
  return lastFailure === undefined ? reply : undefined;
}

/** The same, with the answer of an operation that failed. */
export function attempt(call: Call): { reply: Reply; failure: Failure | undefined } {
  if (loadVu !== undefined) tag(loadVu, call.op);
  return { reply: settled(call, send(call)), failure: lastFailure };
}

/** Several at once, as a browser does: with http.batch, whose answers come together. */
export function attemptAll(calls: Call[]): ReturnType<typeof attempt>[] {
  const [first] = calls;
  if (first === undefined) return [];
  if (loadVu !== undefined) tag(loadVu, first.op);
  const replies = sendAll(calls);
  return calls.map((call, index) => ({
    reply: settled(call, replies[index] as Reply),
    failure: lastFailure,
  }));
}

/** Counts an answer, and keeps in `lastFailure` what was wrong with it. @returns it, or that of the request that was repeated */
function settled(call: Call, answer: Reply): Reply {
  let reply = answer;
  // k6 looks up each property of an answer anew: what one with an expected status cannot have is not asked for.
  const { status } = reply;
  let isExpected = call.expect.includes(status);
  if (status === UNAUTHORIZED && !isExpected && mayRenew()) {
    reply = repeated(call) ?? reply;
    isExpected = call.expect.includes(reply.status);
  }
  const kept = isExpected && !throughProxy ? undefined : unsentKind(reply, throughProxy);
  if (kept !== undefined) {
    countUnsent(call, reply, kept);
    return reply;
  }
  const refused = isExpected ? undefined : failureOf(reply, call, lastFailure);
  const failure =
    refused === undefined ? call.verify?.(reply) : failureWithContent(refused, () => call.verify?.(reply));
  lastFailure = failure;
  if (loadVu !== undefined) {
    count(reply, failure);
    if (failure !== undefined && call.file !== undefined) countHurtFile(call.file, failure);
    if (refused === undefined) call.checked?.add(1);
  } else if (!IN_LOAD) {
    noteClock(call.op, reply);
    watcher?.(call.op, reply, failure);
  }
  return reply;
}

/** No operation of the service: it is counted apart, and in no share of errors. */
function countUnsent({ op }: Call, reply: Reply, failure: UnsentKind): void {
  lastFailure = failure;
  if (loadVu !== undefined) {
    addUnsent(failure);
    sleep(UNSENT_PAUSE_SECONDS);
  } else watcher?.(op, reply, failure);
}

/** Whether this VU's operations are part of the load: those of setup() and teardown() are not. */
export function isLoad(): boolean {
  return loadVu !== undefined;
}

const UNAUTHORIZED = 401;

/** A token that ran out is none of the service's failures, as long as it gives a new one and takes it. */
function repeated(call: Call): Reply | undefined {
  const again = call.renewed === undefined ? withNewToken(call) : call.renewed();
  if (again === undefined) {
    renewalFailed();
    return undefined;
  }
  if (loadVu !== undefined) {
    addRenewals(1);
    tag(loadVu, call.op); // to enrol is an operation of its own
  }
  const reply = send(again);
  if (reply.status === UNAUTHORIZED) renewalFailed();
  return reply;
}

function withNewToken(call: Call): Call | undefined {
  return renewToken() ? call : undefined;
}

/** Counts as one more, under a name of its own, what took several operations and succeeded; each of them has been counted by itself. */
export function countWhole(op: string, ms: number): void {
  if (loadVu === undefined) return;
  tag(loadVu, op);
  addFailed?.(false);
  addDuration(ms);
}

/** Counts an iteration that threw; the first of each VU is shown, since thousands of equal lines tell no more. */
export function noteException(thrown: unknown): void {
  addExceptions(1);
  if (exceptionShown) return;
  exceptionShown = true;
  console.error(thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown));
}

/** Only what has changed is set: k6 makes the set of all tags anew each time. */
function tag(vu: LoadVu, op: string): void {
  if (vu.op !== op) {
    vu.tags.op = op;
    vu.op = op;
  }
  const nowMs = Date.now();
  if (nowMs < vu.legEndMs) return;
  const leg = legAt(nowMs, vu.legEndsMs);
  vu.tags.leg = String(leg);
  vu.legEndMs = leg + 1 < vu.legEndsMs.length ? (vu.legEndsMs[leg] ?? 0) : Number.POSITIVE_INFINITY;
}

/**
 * The response time is what the caller sees: k6's `blocked`, from wanting a connection until it is there (connect and
 * TLS included: lib/netext/httpext/tracer.go), and its `duration` after that. How late k6 itself began the iteration is
 * not in it: it does not say when one was due, and one that finds no free VU is dropped and counted, never queued.
 */
function count(reply: Reply, failure: ErrorKind | undefined): void {
  addFailed?.(failure !== undefined);
  if (failure !== undefined) {
    addError(failure);
    return;
  }
  const { timings } = reply;
  const serviceMs = timings.duration;
  addDuration(serviceMs);
  addResponse?.(timings.blocked + serviceMs);
}

/** Index of the leg that is under way; what drains after the last leg belongs to it. */
function legAt(nowMs: number, endsMs: number[]): number {
  const leg = endsMs.findIndex((end) => nowMs < end);
  return leg === -1 ? endsMs.length - 1 : leg;
}
