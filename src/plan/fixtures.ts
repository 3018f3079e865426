/** A catalogue and a target to make plans of. */
import type { RunOptions } from './options.ts';
import { type Catalogue, makePlan } from './plan.ts';
import type { NamedScenario } from './scenarios.ts';
import type { Target } from './targets/targets.ts';

export const OPTIONS: RunOptions = {
  pace: 'quick',
  target: 'reference',
  sandbox: 'auto',
  out: 'results',
  failOn: 'critical',
  metricsTo: [],
  untilStable: false,
  dashboard: false,
  csv: false,
  live: false,
  search: false,
  repeat: 1,
  dryRun: false,
  faults: [],
  json: false,
  k6Args: [],
};

export const TARGET: Target = {
  name: 'mine',
  about: 'mine',
  start: { command: ['run'], cwd: '/', env: {} },
  health: '/health',
  routes: { ping: '/ping', upload: { style: 'raw', method: 'PUT', path: '/files/{name}' } },
  probes: {},
};

export const CATALOGUE: Catalogue = {
  scenarios: [
    scenario('ping', 'core', ['ping']),
    scenario('upload', 'core', ['upload']),
    scenario('locks', 'catalog', ['ping']),
    scenario('puts', 's3', ['ping']),
    { ...scenario('arrivals', 'open', ['ping']), model: 'open' },
  ],
  commandNames: ['init', 'list', 'judge'],
  profileNames: ['t3-micro', 't3-small', 't3-medium', 'own'],
  loadProfile: (name) => ({ name, about: name, limits: { cpus: 1, memoryBytes: 1 }, env: {} }),
};

export function scenario(name: string, suite: string, needs: NamedScenario['needs']): NamedScenario {
  return {
    name,
    suite,
    about: name,
    shape: [{ phase: 'steady', move: 'hold', seconds: 300, level: 10 }],
    thinkSeconds: 1,
    needs,
    limits: [],
  };
}

export function planned(names: string[], target = TARGET): { profiles: string[]; scenarios: string[] } {
  const plan = makePlan(names, target, OPTIONS, CATALOGUE);
  return {
    profiles: plan.profiles.map(({ name }) => name),
    scenarios: plan.scenarios.map(({ name }) => name),
  };
}
