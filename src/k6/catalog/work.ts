/** What all scenarios of the catalog do around their own turns. */
import type { Scenario } from '../../contract/contract.ts';
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
  turn: (datasets: string[], clients: Clients) => void,
): Work<string[]> {
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
export function oneOf(datasets: string[]): string {
  return datasets[Math.floor(Math.random() * datasets.length)] ?? '';
}
