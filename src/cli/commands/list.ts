import type { FaultDeclaration } from '../../contract/contract.ts';
import { EXIT } from '../../errors.ts';
import { wantedText } from '../../judge/detectors/catalog-expectations.ts';
import { markText } from '../../judge/mark-text.ts';
import { loadFaults } from '../../plan/faults.ts';
import { AS_IS, loadProfile, profileNames } from '../../plan/profiles.ts';
import { loadScenarios, type NamedScenario } from '../../plan/scenarios.ts';
import { loadTarget, targetNames } from '../../plan/targets/targets.ts';
import { paceShape, totalSeconds } from '../../shared/load/shape.ts';
import { SUITES } from '../../suites/suites.ts';
import { clockText, levelText, MIB } from '../../text/numbers.ts';
import { plainLines } from '../../text/plain-text.ts';
import type { Invocation } from './commands.ts';

/** Room for the name of a scenario; one that is longer moves its own line only. */
const NAME_CHARS = 15;

export function list(_: Invocation): number {
  const scenarios = loadScenarios();
  const suites = [...new Set(scenarios.map(({ suite }) => suite))];
  const lines = [
    ...suites.flatMap((suite) => [
      '',
      suiteLine(suite),
      ...scenarios.filter((each) => each.suite === suite).flatMap(scenarioLines),
    ]),
    '',
    'profiles',
    ...profileNames().map((name) => {
      const { about, limits } = loadProfile(name);
      return `  ${name.padEnd(12)} ${about} (${limits?.cpus} CPU, ${(limits?.memoryBytes ?? 0) / MIB} MiB)`;
    }),
    `  ${AS_IS.name.padEnd(12)} ${AS_IS.about}: for --base-url, when no profile is named`,
    '',
    'targets',
    ...targetNames().map((name) => `  ${name.padEnd(12)} ${loadTarget(name).about}`),
    '',
    'faults of the reference service, with their parameters and defaults: --fault slow:ms=600',
    ...loadFaults().flatMap(faultLines),
  ];
  process.stdout.write(plainLines(lines.slice(1)));
  return EXIT.ok;
}

function suiteLine(suite: string): string {
  const about = SUITES.find(({ name }) => name === suite)?.about;
  return about === undefined ? `suite ${suite}` : `suite ${suite}: ${about}`;
}

function scenarioLines(scenario: NamedScenario): string[] {
  const gap = ''.padEnd(NAME_CHARS);
  const seconds = (pace: 'quick' | 'full') => clockText(totalSeconds(paceShape(scenario, { pace })));
  return [
    `  ${scenario.name.padEnd(NAME_CHARS)} ${scenario.about}`,
    `  ${gap} levels ${levels(scenario)}; ${seconds('quick')} quick, ${seconds('full')} full${boundsText(scenario)}`,
    `  ${gap} ${scenario.limits.map(markText).join('; ')}`,
    ...throughputLine(scenario).map((line) => `  ${gap} ${line}`),
    ...(scenario.expects ?? []).map((expected) => `  ${gap} ${expected.what}${wantedText(expected)}`),
  ];
}

function throughputLine({ throughput }: NamedScenario): string[] {
  if (throughput === undefined) return [];
  return [
    `throughput: healthy over ${throughput.healthy}, critical under ${throughput.critical} operations/s`,
  ];
}

/** What --vus and --duration may be where that is not what every scenario takes. */
function boundsText({ bounds }: NamedScenario): string {
  if (bounds === undefined) return '';
  return `; takes ${bounds.vus.join(' to ')} VUs, ${bounds.seconds.join(' to ')} s`;
}

function faultLines({ name, about, parameters }: FaultDeclaration): string[] {
  return [
    `  ${name.padEnd(15)} ${about}`,
    ...Object.entries(parameters).map(
      ([key, parameter]) =>
        `  ${''.padEnd(15)} ${key}=${parameter.default}  ${parameter.about}, ${parameter.unit} (${parameter.min} to ${parameter.max})`,
    ),
  ];
}

/** `100, 500, 100 VUs`: each level once where it is held. */
function levels({ shape, model = 'closed' }: NamedScenario): string {
  const held = shape.filter(({ move }) => move === 'hold').map(({ level }) => level);
  return levelText(held, model);
}
