/** k6 as the generator of a load. */
import type { Need } from '../../contract/contract.ts';
import { memoryBudget } from '../../plan/generator-memory.ts';
import { bundleOf } from '../../plan/scenarios.ts';
import type { Ready } from '../../provision/provision.ts';
import { allowedMemory } from '../../sandbox/available-memory.ts';
import { freePort } from '../../sandbox/free-port.ts';
import { drainSeconds } from '../../shared/load/limits.ts';
import { SECTIONS } from '../../suites/suites.ts';
import { startDrive } from './drive.ts';
import type { Generator } from './generator.ts';

/** Whoever needs these stores something on the service. */
const STORING: string[] = [
  ...(['upload', 'batch'] satisfies Need[]),
  ...SECTIONS.filter(({ leaves }) => leaves !== undefined).map(({ key }) => key),
];

/** @param k6Args extra words of the user's for `k6 run` */
export function k6Generator({ path, version, source }: Ready, k6Args: string[]): Generator {
  return {
    name: 'k6',
    program: { version, source },
    async start({ scenario, folder, parameters, byOperation, dashboardPort, exported }, ledger) {
      const spec = {
        k6: path,
        k6Args,
        bundle: bundleOf(scenario.name),
        folder,
        parameters,
        byOperation,
        ...(dashboardPort === undefined ? {} : { dashboardPort }),
        ...(exported === undefined ? {} : { exported }),
        apiPort: await freePort(),
        tells: scenario.needs.some((need) => STORING.includes(need)),
        memory: memoryBudget(scenario, allowedMemory(), dashboardPort !== undefined),
        drainSeconds: drainSeconds(scenario.requestTimeoutSeconds),
      };
      return await startDrive(spec, ledger);
    },
  };
}
