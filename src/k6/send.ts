/** What an operation sends: the request of k6, with the target's headers and time limit. Nothing is counted here. */
import http, {
  type BatchRequests,
  type RefinedParams,
  type RefinedResponse,
  type RequestBody,
  type ResponseType,
} from 'k6/http';
import type { ErrorKind, HttpMethod } from '../contract/contract.ts';
import { mergedHeaders } from '../shared/request/endpoint.ts';
import { authHeaders } from './auth.ts';
import type { Expectation } from './failure.ts';
import type { Metric } from './metrics.ts';
import { baseUrl, isAlone, isShown } from './parameters.ts';
import { requestTimeout } from './request-timeout.ts';

export type Reply = RefinedResponse<ResponseType>;

type Params = RefinedParams<ResponseType>;

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
  /** Where it goes and what it carries to say who asks, asked for each time that it is sent; absent: as the target file says. */
  sign?: () => { url: string; headers: Record<string, string> };
  /** Looks at an answer with an expected status and says what is wrong with its content. */
  verify?: (reply: Reply) => ErrorKind | undefined;
  /** Counts the answers of the load that `verify` looked at; given when it looks at a sample of them only. */
  checked?: Metric | undefined;
  /** What k6 took with it last, and with which headers of who asks. */
  sent?: { params: Params; auth: Record<string, string> | undefined };
}

/** Each look at an import runs a function in k6. */
const { request } = http;
/** Whether k6 is to tell by the status what it calls a failed request; of a script that is driven nobody asks for that. */
const tellsFailed = isAlone || isShown;
if (!tellsFailed) http.setResponseCallback(null as never); // which its types do not know

/** Sends one request that belongs to no operation and is not counted. */
export function send(call: Call): Reply {
  if (call.sign === undefined) return request(call.method, baseUrl + call.path, call.body, paramsOf(call));
  return request(call.method, ...signed(call, call.sign()));
}

/** Several at once; the answers come together. */
export function sendAll(calls: Call[]): Reply[] {
  const requests = calls.map((call): [string, ...Parameters<typeof http.post>] => [
    call.method,
    ...(call.sign === undefined
      ? ([baseUrl + call.path, call.body, paramsOf(call)] as const)
      : signed(call, call.sign())),
  ]);
  return http.batch(requests as BatchRequests) as unknown as Reply[];
}

function signed(
  call: Call,
  { url, headers }: ReturnType<NonNullable<Call['sign']>>,
): [url: string, body: RequestBody | undefined, params: Params] {
  const params = commonOf(call);
  params.headers = headers;
  return [url, call.body, params];
}

function paramsOf(call: Call): Params {
  const auth = authHeaders();
  const { sent } = call;
  if (sent !== undefined && sent.auth === auth) {
    sent.params.responseType = call.keep ?? 'none';
    return sent.params;
  }
  const headers = mergedHeaders(auth, call.headers);
  const params = headers === undefined ? commonOf(call) : { ...commonOf(call), headers };
  call.sent = { params, auth };
  return params;
}

function commonOf({ keep, expect }: Call): Params {
  return {
    timeout: requestTimeout(),
    // Load goes to the host that the user named and to no other.
    redirects: 0,
    responseType: keep ?? 'none',
    ...(tellsFailed ? { responseCallback: expected(expect) } : {}),
  };
}

const callbacks: Record<string, ReturnType<typeof http.expectedStatuses>> = {};

/** One callback for each set of statuses: making one takes k6 longer than using it. */
function expected(statuses: number[]): ReturnType<typeof http.expectedStatuses> {
  const key = statuses.length === 1 ? String(statuses[0]) : statuses.join();
  const callback = callbacks[key] ?? http.expectedStatuses(...statuses);
  callbacks[key] = callback;
  return callback;
}
