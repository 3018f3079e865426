/** One operation against the target: sent, checked, counted. The metrics are those of K6_METRIC. */
import exec from 'k6/execution';
import http, { type RefinedResponse, type RequestBody, type ResponseType } from 'k6/http';
import { Counter, Rate, Trend } from 'k6/metrics';
import { ERROR_KINDS, type ErrorKind, K6_METRIC, type Leg } from '../contract.ts';
import { baseUrl } from './parameters.ts';

export type Reply = RefinedResponse<ResponseType>;

export interface Call {
  /** Name of the operation in metrics, such as `upload`. */
  op: string;
  method: 'GET' | 'PUT' | 'POST' | 'DELETE';
  /** Path below the base URL, placeholders filled in. */
  path: string;
  /** Statuses that count as success. */
  expect: number[];
  body?: RequestBody;
  headers?: Record<string, string>;
  /** Keep the body of the answer; by default it is read and thrown away. */
  keep?: 'text' | 'binary';
  /** Looks at an answer with an expected status; false means that its bytes are wrong. */
  verify?: (reply: Reply) => boolean;
}

/** Twice the slowest answer that any pass mark still calls a warning; k6's own 60 s would outlast a quick run. */
const REQUEST_TIMEOUT = '10s';

const duration = new Trend(K6_METRIC.opDuration, true);
const failed = new Rate(K6_METRIC.opFailed);
const exceptions = new Counter(K6_METRIC.iterationExceptions);
const errors = Object.fromEntries(
  ERROR_KINDS.map((kind) => [kind, new Counter(K6_METRIC.errorPrefix + kind)]),
) as Record<ErrorKind, Counter>;

/** What a VU of the load knows; setup() and teardown() run in VUs of their own that never have it. */
interface LoadVu {
  /**
   * Tags that all of this VU's samples carry from now on. Given with each sample instead, they would cost k6 a third
   * of its CPU.
   */
  tags: typeof exec.vu.metrics.tags;
  /** When the legs of the load end, epoch ms. */
  legEndsMs: number[];
}

let loadVu: LoadVu | undefined;
let exceptionShown = false;

/** From now on this VU's operations are part of the load. */
export function markLoad(legs: Leg[]): void {
  if (loadVu !== undefined) return;
  let end = exec.scenario.startTime;
  const legEndsMs = legs.map((leg) => {
    end += leg.seconds * 1000;
    return end;
  });
  loadVu = { tags: exec.vu.metrics.tags, legEndsMs };
}

/** Sends one request and counts it. Returns the answer, or undefined when the operation failed. */
export function operate(call: Call): Reply | undefined {
  if (loadVu !== undefined) tag(loadVu, call.op);
  const reply = http.request(call.method, baseUrl + call.path, call.body, {
    timeout: REQUEST_TIMEOUT,
    // Load goes to the host that the user named and to no other.
    redirects: 0,
    responseType: call.keep ?? 'none',
    responseCallback: expected(call.expect),
    ...(call.headers === undefined ? {} : { headers: call.headers }),
  });
  const kind = failureOf(reply, call);
  if (loadVu !== undefined) count(reply, kind);
  return kind === undefined ? reply : undefined;
}

/** Counts an iteration that threw; the first of each VU is shown, since thousands of equal lines tell no more. */
export function noteException(thrown: unknown): void {
  exceptions.add(1);
  if (exceptionShown) return;
  exceptionShown = true;
  console.error(thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown));
}

function tag({ tags, legEndsMs }: LoadVu, op: string): void {
  tags.op = op;
  tags.leg = legAt(Date.now(), legEndsMs);
}

function count(reply: Reply, kind: ErrorKind | undefined): void {
  failed.add(kind !== undefined);
  if (kind === undefined) duration.add(reply.timings.duration);
  else errors[kind].add(1);
}

/** Index of the leg that is under way; what drains after the last leg belongs to it. */
function legAt(nowMs: number, endsMs: number[]): string {
  const leg = endsMs.findIndex((end) => nowMs < end);
  return String(leg === -1 ? endsMs.length - 1 : leg);
}

const callbacks: Record<string, ReturnType<typeof http.expectedStatuses>> = {};

/** One callback for each set of statuses: making one takes k6 longer than using it. */
function expected(statuses: number[]): ReturnType<typeof http.expectedStatuses> {
  const key = statuses.join();
  const callback = callbacks[key] ?? http.expectedStatuses(...statuses);
  callbacks[key] = callback;
  return callback;
}

/** Codes: https://grafana.com/docs/k6/latest/javascript-api/error-codes/ */
function failureOf(reply: Reply, call: Call): ErrorKind | undefined {
  if (call.expect.includes(reply.status) && reply.error_code === 0)
    return call.verify === undefined || call.verify(reply) ? undefined : 'wrong_bytes';
  if (reply.status === 429) return 'http_429';
  if (reply.status === 507) return 'http_507';
  if ([502, 503, 504].includes(reply.status)) return 'http_unavailable';
  if ([401, 403].includes(reply.status)) return 'http_auth';
  if (reply.status === 413) return 'http_413';
  if (reply.status >= 500) return 'http_5xx';
  if (reply.status >= 400) return 'http_4xx';
  if (reply.status >= 300) return 'http_3xx';
  return TRANSPORT_ERRORS[reply.error_code] ?? 'transport';
}

const TRANSPORT_ERRORS: Record<number, ErrorKind> = {
  1050: 'timeout',
  1211: 'timeout',
  1212: 'refused',
  1201: 'reset',
  1220: 'reset',
};
