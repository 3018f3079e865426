/** What an operation sends: the request of k6, with the target's headers and time limit. Nothing is counted here. */
import http, { type BatchRequests, type RefinedResponse, type RequestBody, type ResponseType } from 'k6/http';
import type { ErrorKind, HttpMethod } from '../contract/contract.ts';
import { authHeaders } from './identity/auth.ts';
import type { Metric } from './metrics.ts';
import { baseUrl } from './parameters.ts';
import type { Expectation } from './request/failure.ts';
import type { Params } from './request/params.ts';
import { preparedParams } from './request/prepared.ts';

export type Reply = RefinedResponse<ResponseType>;

/** One that is sent again, with another path or body, keeps what k6 takes besides: to make that costs as much as a request. */
export interface Call extends Expectation {
  /** Name of the operation in metrics, such as `upload`. */
  op: string;
  method: HttpMethod;
  /** Path below the base URL, placeholders filled in. */
  path: string;
  /** Our name of the one file that it is about, which the service has acknowledged. */
  file?: string;
  body?: RequestBody;
  headers?: Record<string, string>;
  /** Keep the body of the answer; by default it is read and thrown away. */
  keep?: 'text' | 'binary' | undefined;
  /**
   * After a 401: the same for a user who was made known anew, undefined when that failed. Absent: with a new token of the
   * target's login step.
   */
  renewed?: () => Call | undefined;
  /** Where it goes and what k6 takes with it, asked for each time that it is sent; absent: as the target file says. */
  sign?: (call: Call) => { url: string; params: Params };
  /** Looks at an answer with an expected status and says what is wrong with its content. */
  verify?: (reply: Reply) => ErrorKind | undefined;
  /** Counts the answers of the load that `verify` looked at; given when it looks at a sample of them only. */
  checked?: Metric | undefined;
  /** What k6 took with it last, and what that was made of. */
  sent?: {
    params: Params;
    /** Headers that say who asks. */
    auth: Record<string, string> | undefined;
    headers: Call['headers'];
    keep: Call['keep'];
  };
}

/** Each look at an import runs a function in k6. */
const { request } = http;

/** Whether a body was sent since that was last asked: k6 keeps it for a while, see pause.ts. */
export const lastSent = { hasBody: false };

/** Sends one request that belongs to no operation and is not counted. */
export function send(call: Call): Reply {
  const { method, body, sign } = call;
  if (body !== undefined) lastSent.hasBody = true;
  if (sign === undefined) return request(method, baseUrl + call.path, body, paramsOf(call));
  const { url, params } = sign(call);
  return request(method, url, body, params);
}

/** Several at once; the answers come together. */
export function sendAll(calls: Call[]): Reply[] {
  lastSent.hasBody = true;
  const requests = calls.map((call): [string, ...Parameters<typeof http.post>] => {
    const { url, params } = call.sign?.(call) ?? { url: baseUrl + call.path, params: paramsOf(call) };
    return [call.method, url, call.body, params];
  });
  return http.batch(requests as BatchRequests) as unknown as Reply[];
}

function paramsOf(call: Call): Params {
  const auth = authHeaders();
  const { sent } = call;
  if (sent === undefined || sent.auth !== auth || sent.headers !== call.headers) {
    const made = preparedParams(call, auth);
    call.sent = made;
    return made.params;
  }
  if (sent.keep !== call.keep) {
    sent.keep = call.keep;
    sent.params.responseType = call.keep ?? 'none';
  }
  return sent.params;
}
