import type { Scenario } from '../../src/contract/contract.ts';
import { ownName } from '../../src/k6/catalog/datasets.ts';
import { ALL_READABLE, CATALOG, held, SOME_WRITES } from '../../src/k6/catalog/expectations.ts';
import { client } from '../../src/k6/catalog/history.ts';
import { create, listText, read, remove } from '../../src/k6/catalog/operations.ts';
import { look, rewrite } from '../../src/k6/catalog/turns.ts';
import { catalogWork, oneOf } from '../../src/k6/catalog/work.ts';
import { iterationNumber } from '../../src/k6/execution.ts';
import { k6Program } from '../../src/k6/program.ts';

const DATASETS = 10;
const READ_SHARE = 0.5;
const WRITE_SHARE = 0.3;

export const scenario: Scenario = {
  ...CATALOG,
  about:
    'mixed operations by 10 clients: afterwards everything is readable, and no connection or handle has leaked',
  shape: held(10, 30),
  thinkSeconds: 0.05,
  expects: [SOME_WRITES, ALL_READABLE],
};

export const { options, setup, teardown, handleSummary, run } = k6Program(
  scenario,
  catalogWork(scenario, DATASETS, (datasets, clients) => {
    const chance = Math.random();
    if (chance < READ_SHARE) look(oneOf(datasets));
    else if (chance < READ_SHARE + WRITE_SHARE) rewrite(oneOf(datasets), clients);
    else wholeLife();
  }),
);
export default run;

/** A dataset of this client alone: made, listed, read and removed. */
function wholeLife(): void {
  const name = ownName(`t${client()}-${iterationNumber()}`);
  const { dataset } = create(name);
  if (dataset === undefined) return;
  listText(name);
  const version = read(dataset);
  if (version !== undefined) remove(dataset, version);
}
