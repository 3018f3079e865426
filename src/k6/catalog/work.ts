/** What all scenarios of the catalog do around their own turns. */
import type { Scenario } from '../../contract/contract.ts';
import type { Dataset } from '../../shared/request/dataset.ts';
import type { Work } from '../program.ts';
import { type Clients, clientsOf, keepHistoryShort } from './clients.ts';
import { clearUp, layOut } from './datasets.ts';
import { OPERATIONS } from './operations.ts';

/**
 * @param count datasets that are there before the load
 * @param turn one iteration of a client
 */
export function catalogWork(
  scenario: Scenario,
  count: number,
  turn: (datasets: Dataset[], clients: Clients) => void,
): Work<Dataset[]> {
  const clients = clientsOf(scenario);
  return {
    operations: OPERATIONS,
    prepare: () => layOut(count),
    iterate(datasets) {
      turn(datasets, clients);
      keepHistoryShort(clients);
    },
    cleanup: clearUp,
  };
}

/** One of them by chance. */
export function oneOf(datasets: Dataset[]): Dataset {
  const dataset = datasets[Math.floor(Math.random() * datasets.length)];
  if (dataset === undefined) throw new Error('catalog: no dataset was created before the load');
  return dataset;
}
