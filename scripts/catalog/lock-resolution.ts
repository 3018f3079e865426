import { sleep } from 'k6';
import type { Scenario } from '../../src/contract/contract.ts';
import type { Clients } from '../../src/k6/catalog/clients.ts';
import {
  ALL_READABLE,
  CATALOG,
  held,
  NONE_GIVEN_UP,
  SOME_CONFLICTS,
} from '../../src/k6/catalog/expectations.ts';
import { insist } from '../../src/k6/catalog/turns.ts';
import { catalogWork, oneOf } from '../../src/k6/catalog/work.ts';
import { k6Program } from '../../src/k6/program.ts';

/**
 * From one round to the next, for each client: so much is left for all of them to get through one after the other, on a
 * slow machine too.
 */
const ROUND_MS_A_CLIENT = 100;

export const scenario: Scenario = {
  ...CATALOG,
  about:
    '10 clients write the same dataset at the same moment, again and again: all succeed within 5 retries',
  shape: held(10, 30),
  thinkSeconds: 0,
  expects: [NONE_GIVEN_UP, SOME_CONFLICTS, ALL_READABLE],
};

export const { options, setup, teardown, handleSummary, run } = k6Program(
  scenario,
  catalogWork(scenario, 1, (datasets, clients) => {
    waitForRound(clients);
    insist(oneOf(datasets), clients);
  }),
);
export default run;

/** All clients have one clock, so that they meet. */
function waitForRound({ count }: Clients): void {
  const roundMs = count * ROUND_MS_A_CLIENT;
  sleep((roundMs - (Date.now() % roundMs)) / 1000);
}
