import { BurstboxError, EXIT } from '../../errors.ts';
import { goBy } from '../../network/way.ts';
import { withFaults } from '../../plan/faults.ts';
import { generatorLimits, refuseTooManyVus } from '../../plan/generator-limits.ts';
import { memoryLines, refuseTooLittleMemory } from '../../plan/memory-lines.ts';
import type { RunOptions } from '../../plan/options.ts';
import { makePlan, type Plan, planSeconds } from '../../plan/plan.ts';
import { loadProfile, profileNames } from '../../plan/profiles.ts';
import { s3Config } from '../../plan/s3-config.ts';
import { loadScenarios } from '../../plan/scenarios.ts';
import { withPing } from '../../plan/targets/ping-route.ts';
import { s3Endpoint } from '../../plan/targets/s3-environment.ts';
import { withSecrets } from '../../plan/targets/secrets.ts';
import { suiteTarget } from '../../plan/targets/suite-target.ts';
import { loadTarget, type Target } from '../../plan/targets/targets.ts';
import { wantedWay, wayTo } from '../../plan/wanted-way.ts';
import { writeCsv } from '../../report/files/csv.ts';
import { writeHistory } from '../../report/run-index/run-index.ts';
import { withDashboard } from '../../run/dashboard.ts';
import { withMetricsPort } from '../../run/export/metrics-port.ts';
import { withLive } from '../../run/live/live.ts';
import { type Order, runAll } from '../../run/pipeline.ts';
import { hasLevels } from '../../run/search/search.ts';
import { unheeded } from '../../run/watch/rules.ts';
import { allowedMemory } from '../../sandbox/available-memory.ts';
import { unreachableMark } from '../../shared/load/reachable.ts';
import { peakLevel, totalSeconds } from '../../shared/load/shape.ts';
import type { ScenarioPlan } from '../../store/records/records.ts';
import { clockText, levelText } from '../../text/numbers.ts';
import { plainLines } from '../../text/plain-text.ts';
import { commandNames } from '../arguments/commands.ts';
import { checkK6Args } from '../arguments/k6-args.ts';
import { startProgress } from '../progress/progress.ts';
import { appendStepSummary } from '../step-summary.ts';
import { namesTarget, withUsualTarget } from '../usual-target.ts';
import type { Invocation } from './commands.ts';
import { conclude } from './conclude.ts';

/** Runs what the names select. @throws BurstboxError before anything is started when names or files are wrong. */
export async function run(invocation: Invocation, interrupted: AbortSignal): Promise<number> {
  const order = orderOf(withUsualTarget(invocation));
  const { options, plan, target } = order;
  if (options.dryRun) {
    process.stdout.write(planText(plan, target, options));
    return EXIT.ok;
  }
  goBy(await wayTo(options, target));
  const progress = startProgress(interrupted);
  for (const { name, why } of plan.skipped) progress.note(`skipping ${name}: ${why}`);
  for (const line of plan.scenarios.flatMap((scenario) => unheeded(scenario, options))) progress.note(line);
  for (const scenario of plan.scenarios) {
    const why = unreachableMark(scenario);
    if (why !== undefined) progress.note(`${scenario.name}: throughput is measured but not judged: ${why}`);
  }
  for (const line of memoryLines(plan, allowedMemory(), options.dashboard)) progress.note(line);
  const reached = await withPing(target, progress.note);
  const { folder, verdict } = await withMetricsPort(order.exports?.port, progress.note, (metrics) =>
    withDashboard(options.dashboard, progress.note, (dashboard) =>
      withLive(order, progress, (shown) =>
        runAll(
          { ...order, target: reached, dashboard, exports: { ...order.exports, metrics } },
          shown,
          interrupted,
        ),
      ),
    ),
  ).finally(() => writeHistory(options.out, progress.note));
  appendStepSummary(folder, progress.note);
  if (options.csv) progress.note(`figures as CSV: ${writeCsv(folder)}`);
  return conclude(folder, verdict, options);
}

/** What a command line asks for. @throws BurstboxError when names, files or flags do not go together; starts nothing. */
export function orderOf({ names, options, argv }: Pick<Invocation, 'names' | 'options' | 'argv'>): Order {
  checkK6Args(options.k6Args);
  const scenarios = loadScenarios();
  const chosen = suiteTarget(names, { target: options.target, isNamed: namesTarget(argv) }, scenarios);
  const named = withFaults(loadTarget(chosen, options.baseUrl ?? s3Endpoint(chosen)), options.faults);
  const target = withSecrets(named, options.k6Args);
  if (options.sandbox === 'none' && target.start !== undefined)
    throw new BurstboxError(
      'usage',
      '--sandbox none needs a service that is already running; give its address with --base-url',
    );
  if (options.sandbox !== 'none' && options.sandbox !== 'auto' && target.start === undefined)
    throw new BurstboxError(
      'usage',
      `--sandbox ${options.sandbox}: the service is already running, so it cannot be put into a sandbox; leave --sandbox out, or let the target file start it`,
    );
  refuseIdleWish(options, target);
  refusePort(options, target);
  wantedWay(options, target);
  const catalogue = {
    scenarios,
    profileNames: profileNames(),
    commandNames: commandNames(),
    loadProfile,
  };
  const isOfS3 = options.config !== undefined || names.some((name) => /^s3(\/|$)/.test(name));
  const s3 = isOfS3 ? s3Config(options.config) : {};
  const plan = makePlan(names, target, { ...options, s3 }, catalogue);
  refuseTooManyVus(plan.scenarios, generatorLimits());
  refuseTooLittleMemory(plan.scenarios, allowedMemory());
  if (options.search && !plan.scenarios.some(hasLevels))
    throw new BurstboxError(
      'usage',
      '--search: none of these scenarios has levels to search in; name one, such as `ladder`',
    );
  const { exportIntervalSeconds: intervalSeconds, metricsPort: port } = s3;
  return { argv, options, target, plan, exports: { intervalSeconds, port } };
}

/** Said before anything starts: no verdict could. */
function unjudgedThroughput(scenario: ScenarioPlan): string | undefined {
  const why = unreachableMark(scenario);
  return why === undefined ? undefined : `${scenario.name}: throughput is measured but not judged: ${why}`;
}

/** Only what runs already has a process or a container that can be named. */
function refuseIdleWish({ pid, container }: RunOptions, { start }: Target): void {
  if (pid === undefined && container === undefined) return;
  const flag = pid === undefined ? `--container ${container}` : `--pid ${pid}`;
  if (start !== undefined)
    throw new BurstboxError(
      'usage',
      `${flag}: burstbox starts this service itself; give its address with --base-url, or leave the flag out`,
    );
  if (pid !== undefined && container !== undefined)
    throw new BurstboxError('usage', `${flag} and --container ${container}: use only one of them`);
}

/** A service that runs already listens where it does. */
function refusePort({ port }: RunOptions, { start, baseUrl }: Target): void {
  if (port === undefined || start !== undefined) return;
  throw new BurstboxError(
    'usage',
    `--port ${port}: burstbox does not start this service, it already runs at ${baseUrl}; leave the flag out`,
  );
}

function planText(plan: Plan, target: Target, { repeat, dashboard }: RunOptions): string {
  const where = target.start === undefined ? `running at ${target.baseUrl}` : 'started by burstbox';
  const width = Math.max(12, ...plan.scenarios.map(({ name }) => name.length));
  const unjudged = plan.scenarios.flatMap((scenario) => unjudgedThroughput(scenario) ?? []);
  const lines = plan.profiles.flatMap(({ name, about }) => [
    `${name}: ${about}`,
    ...plan.scenarios.map(
      ({ name: scenario, legs, model }) =>
        `  ${scenario.padEnd(width)} ${clockText(totalSeconds(legs)).padStart(8)}, up to ${levelText(peakLevel(legs), model)}`,
    ),
  ]);
  const memory = memoryLines(plan, allowedMemory(), dashboard);
  const skipped = plan.skipped.map(({ name, why }) => `skipped: ${name}, ${why}`);
  const times = repeat === 1 ? [] : [`the whole plan ${repeat} times`];
  const length = `about ${clockText(planSeconds(plan) * repeat)} in all; nothing was started`;
  return plainLines([
    `target ${target.name}, ${where}`,
    ...lines,
    ...skipped,
    ...unjudged,
    ...memory,
    ...times,
    length,
  ]);
}
