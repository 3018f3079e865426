/** What to try about requests that wait, by what they wait for, and where nothing told. */
import { FILES } from '../../store/store.ts';
import { type Evidence, hasProfile } from '../evidence.ts';
import type { Awaited } from '../pprof/awaited.ts';

export const ADVICE_BY_KIND: Record<Awaited['kind'], string> = {
  lock: 'look for a path that never releases that lock; hold it for less time (no I/O, no sleep, no long work while it is held), or split it',
  pool: 'give the pool more connections, hold each for less time, and make sure that every one is returned',
  answer:
    'look at the dependency that is called there: make it faster, call it less often or in parallel, and give the call a timeout',
  disk: 'write or read less for each request, or in the background',
  sleep: 'remove the sleep from the request path',
  channel: 'look at who should serve or wake them: too few workers, or one that is blocked itself',
};

const FIND_OUT =
  'find out what the requests wait for: a downstream service, a lock or a pool, a queue, a sleep; a trace of one slow request shows it, a CPU profile does not';
const WHO_LISTS =
  'burstbox names it if the service lists under load what its requests do: net/http/pprof of Go, threaddump of Spring Boot (management.endpoints.web.exposure.include); by hand jstack, py-spy dump or rbspy do that, while the load runs';

/** For requests of which no list says what they wait for. */
export function unknownWaitAdvice(evidence: Evidence): string {
  const isListed = hasProfile(evidence, FILES.goroutineLoad) || hasProfile(evidence, FILES.threads);
  return isListed ? FIND_OUT : `${FIND_OUT}; ${WHO_LISTS}`;
}
