/** The scenarios, by name: what every script declares of itself, collected when it is bundled. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Scenario } from '../contract/contract.ts';
import { BurstboxError } from '../errors.ts';
import { whatIsWrong } from '../files/validate.ts';
import { shownOwn } from '../root.ts';
import { SUITES } from '../suites/suites.ts';
import { bundleFolders, DECLARATIONS, shownScript } from './bundles.ts';
import { refuseSecond } from './named-files.ts';
import { checkedName } from './names.ts';

export type NamedScenario = Scenario & { name: string };

const ORDER = SUITES.flatMap(({ scenarios }) => scenarios);

/** @throws BurstboxError config when a script's name cannot be one, or it declares what does not fit schema/scenario.schema.json. */
export function loadScenarios(): NamedScenario[] {
  const scenarios = new Map<string, NamedScenario>();
  for (const folder of bundleFolders()) {
    const declared = JSON.parse(readFileSync(join(folder.path, DECLARATIONS), 'utf8')) as Record<
      string,
      Scenario
    >;
    for (const [name, scenario] of Object.entries(declared)) {
      const script = shownScript(folder, name);
      refuseSecond(scenarios, checkedName(name, script), script, 'scenario');
      scenarios.set(name, { ...checked(script, scenario), name });
    }
  }
  return [...scenarios.values()].sort(
    (a, b) => place(a.name) - place(b.name) || a.name.localeCompare(b.name),
  );
}

/** Path of the bundle that k6 runs. */
export function bundleOf(name: string): string {
  const paths = bundleFolders().map(({ path }) => join(path, 'scripts', `${name}.js`));
  return paths.find((path) => existsSync(path)) ?? (paths[0] as string);
}

function place(name: string): number {
  const index = ORDER.indexOf(name);
  return index === -1 ? ORDER.length : index;
}

function checked(script: string, scenario: Scenario): Scenario {
  checkedName(String(scenario.suite), `the suite of ${script}`);
  const misfit = whatIsWrong('scenario', scenario);
  if (misfit === undefined) return scenario;
  throw new BurstboxError(
    'config',
    `${script}: the exported scenario does not fit: ${misfit}; see ${shownOwn('schema/scenario.schema.json')}`,
    { script },
  );
}
