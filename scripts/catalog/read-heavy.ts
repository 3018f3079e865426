import type { Scenario } from '../../src/contract/contract.ts';
import { ALL_READABLE, CATALOG, held, MANY_READS } from '../../src/k6/catalog/expectations.ts';
import { look, rewrite } from '../../src/k6/catalog/turns.ts';
import { catalogWork, oneOf } from '../../src/k6/catalog/work.ts';
import { k6Program } from '../../src/k6/program.ts';

const DATASETS = 10;
/** A store in which nothing changes would be read right out of any cache. */
const WRITE_SHARE = 0.05;

export const scenario: Scenario = {
  ...CATALOG,
  about: '20 clients read 10 datasets that change now and then: over 10 reads/s, no errors',
  shape: held(20, 30),
  thinkSeconds: 0.02,
  expects: [MANY_READS, ALL_READABLE],
};

export const { options, setup, teardown, handleSummary, run } = k6Program(
  scenario,
  catalogWork(scenario, DATASETS, (datasets, clients) => {
    const dataset = oneOf(datasets);
    if (Math.random() < WRITE_SHARE) rewrite(dataset, clients);
    else look(dataset);
  }),
);
export default run;
