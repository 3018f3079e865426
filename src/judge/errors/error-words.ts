/** What each kind of error means, and what to do about it. Kinds that are a finding of their own are not here. */
import type { ErrorKind } from '../../contract/contract.ts';
import { FILES } from '../../store/store.ts';
import { adviceOf } from '../advice.ts';
import type { Found } from '../detector.ts';

/** Told by the detectors bytes, lost-file, list-gap, objects and storage-full. */
export const TOLD_ELSEWHERE = [
  'wrong_bytes',
  'short_body',
  'lost_file',
  'list_gap',
  'list_stale',
  'list_twice',
  'wrong_etag',
  'wrong_metadata',
  'not_removed',
  'half_stored',
  'lost_part',
  'checksum_ignored',
  'http_507',
] as const;

export type PlainKind = Exclude<ErrorKind, (typeof TOLD_ELSEWHERE)[number]>;

interface Words {
  /** Behind "12 % of the operations". */
  what: string;
  /** Likely cause, as far as the kind alone tells. */
  cause: string;
  /** The same when all was well for a while before. */
  causeOfChange?: string;
  /** The service is likely to log why. */
  logged?: boolean;
  advice: string;
  /** The profiles that `advice` names. */
  sees?: Found['sees'];
}

const READ_LOG = `read ${FILES.targetLog} at that time`;

export const ERROR_WORDS: Record<PlainKind, Words> = {
  timeout: {
    what: 'timed out',
    cause:
      'some requests wait for something that never comes: a lock, an exhausted pool or connection limit, a call without a timeout',
    ...adviceOf`see who waits in ${FILES.goroutineEnd}; give every call that the service makes a timeout of its own`,
  },
  refused: {
    what: 'were refused a connection',
    cause: 'nothing listened on the port, or no more connections were accepted',
    advice: `raise the listen backlog and the connection limit; check in ${FILES.targetLog} whether the service was restarting`,
  },
  reset: {
    what: 'were cut off (connection reset)',
    cause:
      'the service closed connections that were in use: a worker that died, a connection limit, or a keep-alive timeout shorter than the pause between requests',
    logged: true,
    advice: `${READ_LOG}; compare its keep-alive and idle timeouts with the pause between requests`,
  },
  transport: {
    what: 'broke off (no complete HTTP response)',
    cause: 'a response that ends before it is complete, or is not HTTP',
    logged: true,
    advice: `see the error texts in ${FILES.k6Log}, and ${READ_LOG}`,
  },
  not_decoded: {
    what: 'got a damaged compressed response',
    cause:
      'the body is not what its Content-Encoding says, or its checksum is wrong: a compressor or a cache that mixes or changes responses',
    advice:
      'request it by hand with `curl --compressed`; turn compression off, in the service and in any proxy in front of it, to see which of them does it',
  },
  http_2xx: {
    what: 'got an unexpected success status (2xx)',
    cause: 'the service signals success with another status than its target file expects',
    advice: 'compare the routes of the target file with the responses of the service',
  },
  http_3xx: {
    what: 'were redirected (3xx)',
    cause: 'redirects are not followed: load only goes to the host that you named',
    advice: 'use the final URLs in the routes of the target file',
  },
  http_auth: {
    what: 'were not authorized (401)',
    cause: 'credentials are missing or wrong',
    causeOfChange: 'a token or session that expired mid-run, or clocks that differ',
    advice:
      'compare the lifetime of the token with the length of the load and the clocks of both sides; let the client get a new one on 401',
  },
  http_forbidden: {
    what: 'were forbidden (403)',
    cause:
      'the service knows who asks and refuses: a missing permission, or (in some frameworks) missing or wrong credentials or CSRF token',
    causeOfChange:
      'a quota or a limit on what a user may have was reached, or a token ran out (some frameworks return 403 for that)',
    advice: `repeat the request by hand and read what the refusal says; ${READ_LOG}`,
  },
  http_4xx: {
    what: 'were rejected (4xx)',
    cause:
      'the service does not accept these requests: its routes are not those of the target file, or it expects another host name than that of the base URL',
    causeOfChange:
      'requests that worked before were rejected: a route, stored data or some state of the service went away',
    advice: `compare the routes of the target file with the service; ${READ_LOG}`,
  },
  http_413: {
    what: 'were rejected as too large (413)',
    cause: 'the body size limit of the service is smaller than these uploads',
    advice: 'raise the limit of the service and of any proxy in front of it (such as client_max_body_size)',
  },
  http_429: {
    what: 'were rejected by a rate limiter (429)',
    cause: 'a rate limiter is on, in the service or in front of it',
    advice:
      'turn it off to see what the service itself can take (such as DISABLE_RATE_LIMITER=true), or stay below its rate (--vus)',
  },
  http_5xx: {
    what: 'failed inside the service (5xx)',
    cause: 'an error that the service did not handle',
    logged: true,
    advice: READ_LOG,
  },
  false_success: {
    what: 'got a success status with an error in the body (in its JSON, or as an HTML page)',
    cause:
      'the service, or a proxy in front of it, catches an error and returns 200 anyway: clients believe that it worked',
    logged: true,
    advice: `return 4xx or 5xx for what failed; ${READ_LOG}`,
  },
  no_id: {
    what: 'were acknowledged without the id of the file',
    cause: 'the service says that it has the file, but not where: an error that is not reported, or a race',
    logged: true,
    advice: `repeat an upload until its response lacks the id, and look at it; ${READ_LOG}`,
  },
  assertion: {
    what: 'got a response without what the target file expects in it',
    cause:
      'the service reports success but returns other content: that of another user, outdated or half-written content, or an error in words',
    advice: `see in ${FILES.k6Log} which request it was and what its response lacked; then repeat it by hand`,
  },
  http_unavailable: {
    what: 'were rejected as unavailable (502, 503, 504)',
    cause: 'the service sheds load, or a proxy in front of it cannot reach it',
    logged: true,
    advice: `see its limits (requests in flight, workers, pools of connections) and ${READ_LOG}; behind a proxy, see the proxy's log too`,
  },
};
