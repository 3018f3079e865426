import { readFileSync } from 'node:fs';
import { BurstboxError } from '../../errors.ts';
import type { ExportedFile } from '../../export/files.ts';
import { k8sFile } from '../../export/k8s/k8s.ts';
import { hostOf, isLoopbackName } from '../../network/addresses.ts';
import { makePlan } from '../../plan/plan.ts';
import { loadProfile, profileNames } from '../../plan/profiles.ts';
import { s3Config } from '../../plan/s3-config.ts';
import { bundleOf, loadScenarios } from '../../plan/scenarios.ts';
import { parametersOf } from '../../plan/script-parameters.ts';
import { loadTarget } from '../../plan/targets/targets.ts';
import { commandNames } from '../arguments/commands.ts';
import { wholeNumber } from '../arguments/flag-values.ts';
import type { Invocation } from './commands.ts';

/** More is mistyped: k6 drives ten thousands of VUs with so many. */
const MAX_PODS = 100;
const USUAL_PARALLELISM = '2';

/** A file for each scenario named. @throws BurstboxError usage when a load cannot be made there, or nothing says where the service is */
export function k8sFiles(names: string[], { options, own }: Invocation): ExportedFile[] {
  const target = loadTarget(options.target, options.baseUrl);
  const { baseUrl } = target;
  if (names.length === 0)
    throw new BurstboxError(
      'usage',
      'export k8s: expected the scenarios to export, such as `export k8s ping upload`',
    );
  if (baseUrl === undefined || isLoopbackName(hostOf(baseUrl)))
    throw new BurstboxError(
      'usage',
      `export k8s: ${baseUrl === undefined ? 'nothing says where the service is' : `${baseUrl} leads a pod to itself`}; give its address as pods reach it, such as --base-url http://shop.default.svc:8080`,
    );
  if (target.tls !== undefined)
    throw new BurstboxError(
      'usage',
      `export k8s: the target "${target.name}" has "tls", whose files are on this machine; take it out and mount them as a Secret`,
    );
  const parallelism = wholeNumber(MAX_PODS)(own.parallelism?.at(-1) ?? USUAL_PARALLELISM, 'parallelism');
  const s3 = options.config === undefined ? {} : s3Config(options.config);
  const catalogue = {
    scenarios: loadScenarios(),
    profileNames: [],
    commandNames: commandNames(),
    loadProfile,
  };
  const plan = makePlan(names.map(refuseBox), target, { ...options, s3 }, catalogue);
  const seed = 1 + Math.floor(Math.random() * (2 ** 32 - 1));
  return plan.scenarios.map((scenario) =>
    k8sFile({
      scenario,
      script: readFileSync(bundleOf(scenario.name), 'utf8'),
      parameters: parametersOf(options, target, scenario, seed),
      baseUrl,
      parallelism,
      testId: `${scenario.name.replace('/', '-')}-${seed.toString(16)}`,
      metrics: options.metricsTo,
    }),
  );
}

/** A cluster has nodes of its own. */
function refuseBox(name: string): string {
  if (!profileNames().includes(name)) return name;
  throw new BurstboxError(
    'usage',
    `export k8s ${name}: expected scenarios; a box is for \`export compose\``,
    { name },
  );
}
