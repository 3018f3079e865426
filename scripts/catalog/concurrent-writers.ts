import type { Scenario } from '../../src/contract/contract.ts';
import {
  ALL_READABLE,
  CATALOG,
  held,
  SOME_CONFLICTS,
  SOME_WRITES,
} from '../../src/k6/catalog/expectations.ts';
import { rewrite } from '../../src/k6/catalog/turns.ts';
import { catalogWork, oneOf } from '../../src/k6/catalog/work.ts';
import { k6Program } from '../../src/k6/program.ts';

const DATASETS = 5;

export const scenario: Scenario = {
  ...CATALOG,
  about: '10 clients write 5 datasets at the version they have read: some succeed, some conflict',
  shape: held(10, 30),
  thinkSeconds: 0.02,
  operations: 2,
  expects: [SOME_WRITES, SOME_CONFLICTS, ALL_READABLE],
};

export const { options, setup, teardown, handleSummary, run } = k6Program(
  scenario,
  catalogWork(scenario, DATASETS, (datasets, clients) => rewrite(oneOf(datasets), clients)),
);
export default run;
