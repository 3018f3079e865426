/** Puts together what play.ts needs for one scenario on one box. */
import type { RunOptions } from '../plan/options.ts';
import type { Profile } from '../plan/profiles.ts';
import { parametersOf } from '../plan/script-parameters.ts';
import type { Target } from '../plan/targets/targets.ts';
import type { Stage } from '../sandbox/prepare/stage.ts';
import type { RunRecord, ScenarioPlan } from '../store/records/records.ts';
import type { Dashboard } from './dashboard.ts';
import type { Generator } from './drive/generator.ts';
import { type Exports, exporterOf } from './export/exports.ts';
import type { Metrics } from './export/metrics.ts';
import type { Scene } from './play.ts';
import type { Progress } from './progress.ts';

interface Setting {
  options: RunOptions;
  target: Target;
  run: RunRecord;
  stage: Stage;
  generator: Generator;
  dashboard?: Dashboard | undefined;
  exports?: Exports;
  metrics?: Metrics | undefined;
  /** Of the run. */
  folder: string;
  progress: Pick<Progress, 'note'>;
}

export function sceneOf(setting: Setting, profile: Profile, scenario: ScenarioPlan, folder: string): Scene {
  const { options, target, run, generator, dashboard, progress } = setting;
  return {
    profile: profile.name,
    scenario,
    target,
    folder,
    generator,
    parameters: parametersOf(options, target, scenario, run.seed),
    seed: run.seed,
    runFolder: setting.folder,
    note: progress.note,
    untilStable: options.untilStable,
    ...(dashboard === undefined ? {} : { dashboard }),
    ...(setting.exports === undefined || scenario.s3?.exports !== true
      ? {}
      : { exporter: exporterOf(setting.exports, profile.name, scenario.name, folder) }),
    ...(options.port === undefined ? {} : { port: options.port }),
    ...(options.abortOn === undefined ? {} : { abortOn: options.abortOn }),
    ...setting.metrics?.of(profile.name, scenario.name),
    ...timesOf(options, target),
    ...startOf(setting, profile, scenario),
  };
}

/** What is asked for on the command line goes before what the target file says. */
function timesOf(options: RunOptions, { start }: Target): Pick<Scene, 'readySeconds' | 'stopSeconds'> {
  const { readySeconds = start?.readySeconds, stopSeconds = start?.stopSeconds } = options;
  return {
    ...(readySeconds === undefined ? {} : { readySeconds }),
    ...(stopSeconds === undefined ? {} : { stopSeconds }),
  };
}

function startOf(
  { stage, run }: Setting,
  { name, limits, env }: Profile,
  scenario: ScenarioPlan,
): Pick<Scene, 'startService' | 'attach' | 'boxBytes'> {
  const { start, attach } = stage;
  if (attach !== undefined) return { attach };
  if (start === undefined || limits === undefined) return {};
  const box = `burstbox-${run.id}-${name}-${scenario.name}`.toLowerCase().replace(/[^a-z0-9-]/g, '-');
  return {
    startService: (port, logFile) => start({ name: box, limits, env, port, logFile }),
    boxBytes: limits.memoryBytes,
  };
}
