import type { Scenario } from '../../src/contract/contract.ts';
import type { Clients } from '../../src/k6/catalog/clients.ts';
import { ALL_READABLE, CATALOG, held, SEVERAL_VERSIONS } from '../../src/k6/catalog/expectations.ts';
import { client } from '../../src/k6/catalog/history.ts';
import { look, rewrite } from '../../src/k6/catalog/turns.ts';
import { catalogWork, oneOf } from '../../src/k6/catalog/work.ts';
import { k6Program } from '../../src/k6/program.ts';
import type { Dataset } from '../../src/shared/request/dataset.ts';

/** Few, so that each is read many times from one write to the next. */
const DATASETS = 3;
const WRITER_SHARE = 1 / 3;
/** So that what goes wrong with one write in five hundred goes wrong several times in a load. */
const WRITES_A_TURN = 3;

export const scenario: Scenario = {
  ...CATALOG,
  about: 'a third of 10 clients write 3 datasets that the others keep reading: no read is stale',
  shape: held(10, 15),
  quickSeconds: 15,
  thinkSeconds: 0.005,
  expects: [SEVERAL_VERSIONS, ALL_READABLE],
};

export const { options, setup, teardown, handleSummary, run } = k6Program(
  scenario,
  catalogWork(scenario, DATASETS, (datasets, clients) => {
    if (isWriter(clients)) for (let i = 0; i < WRITES_A_TURN; i++) rewrite(ownOf(datasets), clients);
    else look(oneOf(datasets));
  }),
);
export default run;

/** The first third, at least one. */
function isWriter({ count }: Clients): boolean {
  return client() <= Math.max(1, Math.round(WRITER_SHARE * count));
}

/** Writers share the datasets out, so that few get in another's way and many writes are acknowledged. */
function ownOf(datasets: Dataset[]): Dataset {
  return datasets[client() % datasets.length] ?? oneOf(datasets);
}
