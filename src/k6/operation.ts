/**
 * One operation against the target: sent, checked, counted. k6 interprets its scripts and each VU has its own, so what every request
 * goes through is kept flat here; what only those go through that went wrong is in failed-operation.ts.
 */
import { K6_METRIC, type LoadModel } from '../contract/contract.ts';
import { noteClock } from './border/service-clock.ts';
import { isLoad, loadVu, tagLoad } from './load-vu.ts';
import { type TrendMetric, trendOf } from './metrics.ts';
import { throughProxy } from './parameters.ts';
import { countFailure, type Failure, failureIn, renewedAnswer } from './request/failed-operation.ts';
import { isUnsent } from './request/unsent.ts';
import { type Call, type Reply, send, sendAll } from './send.ts';
import { countSeldom, duration, failed } from './tallies.ts';

/** Told of each answer outside the load. */
type Watcher = (op: string, reply: Reply, failure: Failure | undefined) => void;

const { opResponse, iterationExceptions } = K6_METRIC;
const { add: addDuration, power } = duration;
/** A look at a global name takes k6 through all scopes. */
const { now } = Date;
/** In the open model. */
let response: TrendMetric | undefined;
let watcher: Watcher | undefined;
let exceptionShown = false;
/** How this VU's last operation failed, if it did. */
let lastFailure: Failure | undefined;

/** Has response times counted too, when the model is an open one: k6 takes new metrics only before the load. */
export function countFor(model: LoadModel): void {
  if (model === 'open') response = trendOf(opResponse);
}

/** From now on this one is told of the answers that are no part of the load; undefined: nobody. */
export function watchAnswers(told: Watcher | undefined): void {
  watcher = told;
}

/** Sends one request and counts it. Returns the answer, or undefined when the operation failed. */
export function operate(call: Call): Reply | undefined {
  if (call.op !== loadVu.op || now() >= loadVu.legEndMs) tagLoad(call.op);
  const reply = settled(call, send(call));
  return lastFailure === undefined ? reply : undefined;
}

/** The same, with the answer of an operation that failed. */
export function attempt(call: Call): { reply: Reply; failure: Failure | undefined } {
  if (call.op !== loadVu.op || now() >= loadVu.legEndMs) tagLoad(call.op);
  return { reply: settled(call, send(call)), failure: lastFailure };
}

/** Several at once, as a browser does: with http.batch, whose answers come together. */
export function attemptAll(calls: Call[]): ReturnType<typeof attempt>[] {
  const [first] = calls;
  if (first === undefined) return [];
  tagLoad(first.op);
  const replies = sendAll(calls);
  return calls.map((call, index) => ({
    reply: settled(call, replies[index] as Reply),
    failure: lastFailure,
  }));
}

/**
 * Counts an answer, and keeps in `lastFailure` what was wrong with it. k6 looks up each property of an answer anew: what one with
 * an expected status cannot have is not asked for.
 * @returns the answer, or that of the request that was repeated
 */
function settled(call: Call, answer: Reply): Reply {
  const { expect, verify, checked } = call;
  const { status } = answer;
  let reply = answer;
  if ((status === expect[0] || expect.includes(status)) && !throughProxy) {
    lastFailure = verify === undefined ? undefined : verify(answer);
  } else {
    reply = renewedAnswer(call, answer);
    lastFailure = failureIn(call, reply, lastFailure);
  }
  if (loadVu.tags === undefined) {
    if (!IN_LOAD) noteOutside(call, reply);
    return reply;
  }
  if (lastFailure === undefined) count(reply);
  else countFailure(call, lastFailure);
  if (checked !== undefined && expect.includes(reply.status)) checked.add(1);
  return reply;
}

function noteOutside({ op }: Call, reply: Reply): void {
  if (lastFailure === undefined || !isUnsent(lastFailure)) noteClock(op, reply);
  watcher?.(op, reply, lastFailure);
}

/**
 * The response time is what the caller sees: k6's `blocked`, from wanting a connection until it is there (connect and
 * TLS included: lib/netext/httpext/tracer.go), and its `duration` after that. How late k6 itself began the iteration is
 * not in it: it does not say when one was due, and one that finds no free VU is dropped and counted, never queued.
 */
function count({ timings }: Reply): void {
  const ms = timings.duration;
  addDuration(ms ** power);
  if (failed !== undefined) failed.add(false);
  if (response !== undefined) response.add((timings.blocked + ms) ** response.power);
}

/** Counts as one more, under a name of its own, what took several operations and succeeded; each of them has been counted by itself. */
export function countWhole(op: string, ms: number): void {
  if (!isLoad()) return;
  tagLoad(op);
  addDuration(ms ** power);
  failed?.add(false);
}

/** Counts an iteration that threw; the first of each VU is shown, since thousands of equal lines tell no more. */
export function noteException(thrown: unknown): void {
  countSeldom(iterationExceptions);
  if (exceptionShown) return;
  exceptionShown = true;
  console.error(thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown));
}
