import type { Invocation } from '../commands.ts';
import { BurstboxError, EXIT } from '../errors.ts';
import { withFaults } from '../faults.ts';
import { peakLevel, totalSeconds } from '../k6/shape.ts';
import { clockText } from '../numbers.ts';
import { runAll } from '../pipeline.ts';
import { makePlan, type Plan, planSeconds } from '../plan.ts';
import { loadProfile, profileNames } from '../profiles.ts';
import { startProgress } from '../progress.ts';
import { loadScenarios } from '../scenarios.ts';
import { loadTarget, type Target } from '../targets.ts';
import { conclude } from './conclude.ts';

/** Runs what the names select. @throws BurstboxError before anything is started when names or files are wrong. */
export async function run({ names, options, argv }: Invocation, interrupted: AbortSignal): Promise<number> {
  const target = withFaults(loadTarget(options.target, options.baseUrl), options.faults);
  if (options.sandbox === 'none' && target.start !== undefined)
    throw new BurstboxError(
      'usage',
      '--sandbox none needs a service that runs already; say where with --base-url',
    );
  if (options.sandbox !== 'none' && options.sandbox !== 'auto' && target.start === undefined)
    throw new BurstboxError(
      'usage',
      `--sandbox ${options.sandbox}: the service runs already, so it cannot be put into a sandbox; leave --sandbox out, or let the target file start it`,
    );
  const catalogue = { scenarios: loadScenarios(), profileNames: profileNames(), loadProfile };
  const plan = makePlan(names, target, options, catalogue);
  if (options.dryRun) {
    process.stdout.write(planText(plan, target));
    return EXIT.ok;
  }
  const progress = startProgress();
  for (const { name, why } of plan.skipped) progress.note(`skipping ${name}: ${why}`);
  const { folder, verdict } = await runAll({ argv, options, target, plan }, progress, interrupted);
  return conclude(folder, verdict, options);
}

function planText(plan: Plan, target: Target): string {
  const where = target.start === undefined ? `running at ${target.baseUrl}` : 'started by burstbox';
  const lines = plan.profiles.flatMap(({ name, about }) => [
    `${name}: ${about}`,
    ...plan.scenarios.map(
      ({ name: scenario, legs }) =>
        `  ${scenario.padEnd(10)} ${clockText(totalSeconds(legs)).padStart(8)}, up to ${peakLevel(legs)} VUs`,
    ),
  ]);
  const skipped = plan.skipped.map(({ name, why }) => `skipped: ${name}, ${why}`);
  return `${[`target ${target.name}, ${where}`, ...lines, ...skipped, `about ${clockText(planSeconds(plan))} in all; nothing was started`].join('\n')}\n`;
}
