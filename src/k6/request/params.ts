/** What k6 takes with a request besides its method, URL and body. */
import http, { type RefinedParams, type ResponseType } from 'k6/http';
import { isReadPlain } from '../parameters.ts';
import { requestTimeoutMs } from './request-timeout.ts';

export type Params = RefinedParams<ResponseType>;

/** What k6 calls a failed request, by the status, nobody asks of a script that is driven. */
if (!isReadPlain) http.setResponseCallback(null as never); // which its types do not know

/** The same for all requests of an operation but for their headers. */
export function commonParams({
  keep,
  expect,
}: {
  keep?: ResponseType | undefined;
  expect: number[];
}): Params {
  const params: Params = {
    timeout: requestTimeoutMs(),
    // Load goes to the host that the user named and to no other.
    redirects: 0,
    responseType: keep ?? 'none',
  };
  if (isReadPlain) params.responseCallback = expected(expect);
  return params;
}

const callbacks: Record<string, ReturnType<typeof http.expectedStatuses>> = {};

/** One callback for each set of statuses: making one takes k6 longer than using it. */
function expected(statuses: number[]): ReturnType<typeof http.expectedStatuses> {
  const key = String(statuses);
  const callback = callbacks[key] ?? http.expectedStatuses(...statuses);
  callbacks[key] = callback;
  return callback;
}
