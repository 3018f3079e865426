/** What the users of a journey left on the service is removed after the load. */
import type { Journey } from '../../contract/contract.ts';
import { REHEARSING_VU } from './rehearse.ts';
import { newUser } from './user.ts';

/** k6 ends teardown after two minutes; until then the last user must be through, whose requests may take ten seconds each. */
const MAX_MS = 60_000;
/** A service that lets nobody leave, or is gone, is not asked for each user. */
const MAX_FAILURES = 5;

/**
 * `leave` for every user there was. This VU knows none of the others' tokens, so each is enrolled once more before.
 * Bounded in time; users that are left are told in k6's log.
 * @param users of the load, numbered from 1; the one that rehearsed leaves too
 */
export function leaveAll(journey: Journey, users: number): void {
  if (journey.leave === undefined) return;
  const endMs = Date.now() + MAX_MS;
  let failures = 0;
  let vu = REHEARSING_VU;
  for (; vu <= users && failures < MAX_FAILURES && Date.now() < endMs; vu++)
    failures = newUser(journey, vu, { note: () => {}, hurried: true }).leave() ? 0 : failures + 1;
  const left = users + 1 - vu + failures;
  if (left > 0)
    console.warn(
      `${left} of ${users + 1} users of this run are left on the service: ${failures > 0 ? 'it does not let them leave' : 'there was no time left to let them leave'}`,
    );
}
