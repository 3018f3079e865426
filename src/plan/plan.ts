/** Names → what is run, in which order. Pure: reads no network and starts nothing. */

import type { LoadBounds, Need } from '../contract/contract.ts';
import { BurstboxError } from '../errors.ts';
import { PROGRAM } from '../root.ts';
import { outOfBounds } from '../shared/load/bounds.ts';
import { totalSeconds } from '../shared/load/shape.ts';
import type { ScenarioPlan } from '../store/records/records.ts';
import { DEFAULT_SUITE, SECTIONS } from '../suites/suites.ts';
import { didYouMean } from '../text/spelling.ts';
import type { PlanOptions, RunOptions } from './options.ts';
import { LONGEST_SECONDS, MAX_VUS } from './options.ts';
import { AS_IS, DEFAULT_PROFILES, type Profile } from './profiles.ts';
import { scenarioPlan } from './scenario-plan.ts';
import type { NamedScenario } from './scenarios.ts';
import { suitesOf } from './targets/spoken.ts';
import type { Target } from './targets/targets.ts';
import { isThrownAway } from './targets/thrown-away.ts';

export interface Plan {
  profiles: Profile[];
  scenarios: ScenarioPlan[];
  /** What `all` or a suite would have run but the target cannot take. */
  skipped: { name: string; why: string }[];
}

export interface Catalogue {
  scenarios: NamedScenario[];
  profileNames: string[];
  /** Words that are no names of a run, for a hint. */
  commandNames: readonly string[];
  loadProfile(name: string): Profile;
}

/** Start of the service, k6's own start and drain, profiles at both ends: what a scenario costs besides its load, a quick service 2 to 5 s. */
const OVERHEAD_SECONDS = 4;

/** Below five seconds no shape is left: every leg is at least a second. The rest is as the command line takes it. */
const USUAL_BOUNDS: LoadBounds = { vus: [1, MAX_VUS], seconds: [5, LONGEST_SECONDS] };

/**
 * @throws BurstboxError usage when a name is unknown, a scenario was named that the target does not offer, or a load was
 * asked for that a scenario refuses
 */
export function makePlan(names: string[], target: Target, options: PlanOptions, catalogue: Catalogue): Plan {
  const picked = pick(names, catalogue);
  const chosen = picked.scenarios.map((scenario) => ({ scenario, why: missingParts(scenario, target) }));
  for (const { scenario, why } of chosen)
    if (why !== undefined && names.includes(scenario.name))
      throw new BurstboxError('usage', `${scenario.name}: ${why}`, { names });
  const runnable = chosen.filter(({ why }) => why === undefined).map(({ scenario }) => scenario);
  if (runnable.length === 0)
    throw new BurstboxError(
      'usage',
      `the target "${target.name}" has no route that any of these scenarios needs`,
      { names },
    );
  refuseIdleLevel(runnable, options);
  refuseIdleConfig(runnable, options);
  for (const scenario of runnable) refuseOutOfBounds(scenario, options);
  return {
    profiles:
      target.start === undefined && picked.profiles.length === 0
        ? [AS_IS]
        : named(picked.profiles, catalogue),
    scenarios: runnable.map((scenario) => scenarioPlan(scenario, target, options)),
    skipped: chosen.flatMap(({ scenario, why }) => (why === undefined ? [] : [{ name: scenario.name, why }])),
  };
}

/** A level that no scenario of the plan takes would be dropped without a word. */
function refuseIdleLevel(scenarios: NamedScenario[], { vus, rate }: RunOptions): void {
  const models = scenarios.map(({ model = 'closed' }) => model);
  if (rate !== undefined && !models.includes('open'))
    throw new BurstboxError(
      'usage',
      `--rate ${rate}: none of these scenarios uses the open model; name one, such as open, or use --vus`,
      { rate },
    );
  if (vus !== undefined && !models.includes('closed'))
    throw new BurstboxError(
      'usage',
      `--vus ${vus}: all of these scenarios use the open model; use --rate (arrivals per second)`,
      { vus },
    );
}

function refuseIdleConfig(scenarios: NamedScenario[], { config }: RunOptions): void {
  if (config !== undefined && !scenarios.some(({ needs }) => needs.includes('s3')))
    throw new BurstboxError(
      'usage',
      `--config ${config}: none of these scenarios is one of object storage; name one, such as s3, or leave --config out`,
      { config },
    );
}

/** A scenario that has bounds of its own is played within them or not at all. */
function refuseOutOfBounds(scenario: NamedScenario, { vus, durationSeconds }: RunOptions): void {
  const { name, bounds = USUAL_BOUNDS } = scenario;
  const asked = {
    ...(vus === undefined ? {} : { vus }),
    ...(durationSeconds === undefined ? {} : { durationSeconds }),
  };
  const refused = outOfBounds({ bounds }, asked, { vus: '--vus', duration: '--duration' });
  if (refused !== undefined) throw new BurstboxError('usage', `${name}: ${refused}`, { name });
}

/** Estimated wall time of the whole plan, seconds. */
export function planSeconds(plan: Plan): number {
  const suite = plan.scenarios.reduce((sum, scenario) => sum + scenarioSeconds(scenario), 0);
  return suite * plan.profiles.length;
}

/** Estimated wall time of one scenario, seconds. */
export function scenarioSeconds({ legs }: Pick<ScenarioPlan, 'legs'>): number {
  return totalSeconds(legs) + OVERHEAD_SECONDS;
}

function pick(
  names: string[],
  { scenarios, profileNames, commandNames }: Catalogue,
): { profiles: string[]; scenarios: NamedScenario[] } {
  const suites = [...new Set(scenarios.map(({ suite }) => suite))];
  const clash = profileNames.find(
    (name) => suites.includes(name) || scenarios.some((each) => each.name === name),
  );
  if (clash !== undefined)
    throw new BurstboxError(
      'config',
      `"${clash}" is both a file in profiles/ and a scenario or suite; rename one of them`,
      {
        clash,
      },
    );
  const valid = ['all', ...profileNames, ...suites, ...scenarios.map(({ name }) => name)];
  const stranger = names.find((name) => !valid.includes(name));
  if (stranger !== undefined) throw unknownName(stranger, valid, commandNames);
  const named = scenarios.filter(({ name, suite }) => names.includes(name) || names.includes(suite));
  const profiles = profileNames.filter((name) => names.includes(name));
  return {
    profiles,
    scenarios:
      named.length > 0 && !names.includes('all')
        ? named
        : scenarios.filter(
            ({ name, suite }) => suite === DEFAULT_SUITE || names.includes(name) || names.includes(suite),
          ),
  };
}

function unknownName(name: string, valid: string[], commands: readonly string[]): BurstboxError {
  if (commands.includes(name))
    return new BurstboxError(
      'usage',
      `"${name}" is a command: it must come first, without other names; see --help`,
      {
        name,
      },
    );
  const hint = didYouMean(name, [...valid, ...commands]);
  return new BurstboxError('usage', `unknown name "${name}"${hint}; see \`${PROGRAM} list\``, { name });
}

function named(profiles: string[], { loadProfile }: Catalogue): Profile[] {
  return (profiles.length > 0 ? profiles : DEFAULT_PROFILES).map(loadProfile);
}

function missingParts(scenario: NamedScenario, target: Target): string | undefined {
  const missing = missingNeeds(scenario, target);
  if (missing.length === 0) return undefined;
  const lacks = missing.some((need) => SECTIONS.some(({ key }) => key === need))
    ? 'has no'
    : 'has no route for';
  const hint = missing.join() === 'remove' ? REMOVE_HINT : '';
  return `the target "${target.name}" ${lacks} ${missing.join(', ')}${hint}`;
}

const REMOVE_HINT =
  '; it needs none where burstbox starts it with {data} in its command, and so can throw away what it stored';

/** What a scenario needs and a target does not offer. */
export function missingNeeds({ needs, instead }: NamedScenario, target: Target): Need[] {
  const offered: Partial<Record<Need, unknown>> = { ...target.routes, ...suitesOf(target) };
  if (instead !== undefined && (offered[instead] !== undefined || isListedOnly(target.routes))) return [];
  const needless = isThrownAway(target) ? 'remove' : undefined;
  return needs.filter((need) => offered[need] === undefined && need !== needless);
}

/** It takes no files, and shows those that it has. */
function isListedOnly({ upload, list, download }: Target['routes']): boolean {
  return upload === undefined && list !== undefined && download !== undefined;
}
