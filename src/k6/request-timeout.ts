/** What a single request may take, the same for all that a VU sends. */
import type { Scenario } from '../contract/contract.ts';
import { requestTimeoutOf } from '../shared/load/limits.ts';
import { givenRequestTimeout } from './parameters.ts';

let text = `${requestTimeoutOf(givenRequestTimeout, {}, {})}s`;

/** From now on requests may take what this scenario gives them, unless the run says otherwise. @returns seconds */
export function useTimeoutOf(scenario: Scenario): number {
  const seconds = requestTimeoutOf(givenRequestTimeout, {}, scenario);
  text = `${seconds}s`;
  return seconds;
}

/** As k6 takes it: `10s`. */
export function requestTimeout(): string {
  return text;
}
