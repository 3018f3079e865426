/** What a single request may take, the same for all that a VU sends. */
import type { Scenario } from '../../contract/contract.ts';
import { requestTimeoutOf } from '../../shared/load/limits.ts';
import { givenRequestTimeout } from '../parameters.ts';

let ms = 1000 * requestTimeoutOf(givenRequestTimeout, {}, {});

/** From now on requests may take what this scenario gives them, unless the run says otherwise. @returns seconds */
export function useTimeoutOf(scenario: Scenario): number {
  const seconds = requestTimeoutOf(givenRequestTimeout, {}, scenario);
  ms = 1000 * seconds;
  return seconds;
}

/** A number, since k6 reads a text such as `10s` anew for each request. */
export function requestTimeoutMs(): number {
  return ms;
}
