/** What each kind of error means, and what to do about it. Kinds that are a finding of their own are not here. */
import type { ErrorKind } from '../contract/contract.ts';
import { FILES } from '../store/store.ts';
import { adviceOf } from './advice.ts';
import type { Found } from './detector.ts';

/** Told by the detectors bytes, lost-file, list-gap, objects and storage-full. */
export const TOLD_ELSEWHERE = [
  'wrong_bytes',
  'short_body',
  'lost_file',
  'list_gap',
  'list_stale',
  'list_twice',
  'wrong_etag',
  'not_removed',
  'half_stored',
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
    what: 'were never answered in time',
    cause:
      'some requests wait for something that does not come: a lock, a pool or a limit of connections that is used up, a call without a timeout',
    ...adviceOf`see who waits in ${FILES.goroutineEnd}; give every call of the service a timeout of its own`,
  },
  refused: {
    what: 'found no connection (refused)',
    cause: 'nobody listened on the port, or no more connections were taken',
    advice: `raise the listen backlog and the limit of connections; see in ${FILES.targetLog} whether the service was starting anew`,
  },
  reset: {
    what: 'were cut off (connection reset)',
    cause:
      'the service closed connections that were in use: a worker that died, a limit of connections, or a keep-alive time shorter than the pause of the client',
    logged: true,
    advice: `${READ_LOG}; compare its keep-alive and idle timeouts with the pause between requests`,
  },
  transport: {
    what: 'broke off on the way (no complete answer of HTTP)',
    cause: 'an answer that ends before it is complete, or is no HTTP',
    logged: true,
    advice: `see the error texts in ${FILES.k6Log}, and ${READ_LOG}`,
  },
  http_2xx: {
    what: 'got a success that was not the one expected (2xx)',
    cause: 'the service says that it is done in another way than its target file says',
    advice: 'compare the routes of the target file with what the service answers',
  },
  http_3xx: {
    what: 'were sent elsewhere (3xx)',
    cause: 'redirects are not followed: load goes only to the host that was named',
    advice: 'name the final addresses in the routes of the target file',
  },
  http_auth: {
    what: 'were not allowed (401 or 403)',
    cause: 'credentials are missing or wrong',
    causeOfChange: 'a token or session that expired in mid-run, or clocks that differ',
    advice:
      'compare the life of the token with the length of the load and the clocks of both sides; let the client get a new one on 401',
  },
  http_4xx: {
    what: 'were refused as wrong (4xx)',
    cause: 'the service does not know these requests: its routes are not those of the target file',
    causeOfChange:
      'requests that were right before were refused: a route, a store or a state of the service went away',
    advice: `compare the routes of the target file with the service; ${READ_LOG}`,
  },
  http_413: {
    what: 'were refused as too large (413)',
    cause: "the service's limit of the body is smaller than these uploads",
    advice:
      'raise the limit of the service and of what stands in front of it (client_max_body_size and its like)',
  },
  http_429: {
    what: 'were turned away by a rate limiter (429)',
    cause: 'a rate limiter is on, in the service or in front of it',
    advice:
      'turn it off to see what the service itself bears (DISABLE_RATE_LIMITER=true or its like), or stay below its rate (--vus)',
  },
  http_5xx: {
    what: 'failed inside the service (5xx)',
    cause: 'an error that the service itself did not foresee',
    logged: true,
    advice: READ_LOG,
  },
  false_success: {
    what: 'were answered with the status of a success and an error in it (in its JSON, or a page of HTML)',
    cause:
      'the service, or what stands in front of it, catches an error and answers 200 all the same: clients take for done what was not',
    logged: true,
    advice: `answer what failed with a status of 4xx or 5xx; ${READ_LOG}`,
  },
  no_id: {
    what: 'were acknowledged without the id of the file',
    cause: 'the service says that it has the file, and not where: an error that is not told, or a race',
    logged: true,
    advice: `ask for an upload until its answer lacks the id, and look at what came; ${READ_LOG}`,
  },
  assertion: {
    what: 'brought an answer without what the target file expects in it',
    cause:
      'the service answers with a success but with other content: that of another user, an old or half-written one, or an error in words',
    advice: `see in ${FILES.k6Log} which request it was and what its answer lacked; then ask the service for it by hand`,
  },
  http_unavailable: {
    what: 'were turned away as unavailable (502, 503, 504)',
    cause: 'the service sheds load, or a proxy in front of it does not reach it',
    logged: true,
    advice: `see its limits (requests in flight, workers, pools of connections) and ${READ_LOG}; behind a proxy, see the proxy's log too`,
  },
};
