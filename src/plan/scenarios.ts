/** The scenarios, by name: what every script in scripts/ declares of itself, collected by build.mjs. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Scenario } from '../contract/contract.ts';
import { BurstboxError } from '../errors.ts';
import { whatIsWrong } from '../files/validate.ts';
import { PROJECT_ROOT } from '../root.ts';
import { SUITES } from '../suites/suites.ts';
import { checkedName } from './names.ts';

export type NamedScenario = Scenario & { name: string };

const ORDER = SUITES.flatMap(({ scenarios }) => scenarios);

/** @throws BurstboxError config when a script's name cannot be one, or it declares what does not fit schema/scenario.schema.json. */
export function loadScenarios(): NamedScenario[] {
  const declared = JSON.parse(readFileSync(join(PROJECT_ROOT, 'dist', 'scenarios.json'), 'utf8')) as Record<
    string,
    Scenario
  >;
  return Object.entries(declared)
    .map(([name, scenario]) => ({ ...checked(checkedName(name, `scripts/${name}.ts`), scenario), name }))
    .sort((a, b) => place(a.name) - place(b.name) || a.name.localeCompare(b.name));
}

/** Path of the bundle that k6 runs. */
export function bundleOf(name: string): string {
  return join(PROJECT_ROOT, 'dist', 'scripts', `${name}.js`);
}

function place(name: string): number {
  const index = ORDER.indexOf(name);
  return index === -1 ? ORDER.length : index;
}

function checked(name: string, scenario: Scenario): Scenario {
  checkedName(String(scenario.suite), `the suite of scripts/${name}.ts`);
  const misfit = whatIsWrong('scenario', scenario);
  if (misfit === undefined) return scenario;
  const where = `scripts/${name}.ts: the exported scenario does not fit`;
  throw new BurstboxError('config', `${where}: ${misfit}; see schema/scenario.schema.json`, { name });
}
