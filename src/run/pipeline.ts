/**
 * THE ORDER of a run:
 *
 *   1. results/RUN                                                           store.ts
 *   2. k6: found, downloaded or built                                        provision.ts
 *   3. sandbox: a driver, and the image if it needs one                      stage.ts, sandbox.ts
 *   4. run.json; for each repeat, for each profile, for each scenario: play it   play.ts (drive.ts beside sample.ts)
 *      then judge and report the run so far, so that a crash loses one scenario at most   standing.ts;
 *      with --search narrow down where a ladder broke, then the same again    search.ts
 *   5. run.json gets its end
 *
 * What was started is in the ledger from before it exists until it is gone.
 */
import { join } from 'node:path';
import { readEvidence } from '../judge/evidence.ts';
import { headline } from '../judge/headline.ts';
import { type Ledger, type OpenLedger, openLedger } from '../ledger/ledger.ts';
import type { RunOptions } from '../plan/options.ts';
import { playOrder, secondsAfter } from '../plan/order.ts';
import { type Plan, scenarioSeconds } from '../plan/plan.ts';
import type { Target } from '../plan/targets/targets.ts';
import { K6 } from '../provision/k6.ts';
import { provision } from '../provision/provision.ts';
import { PROJECT_ROOT } from '../root.ts';
import { runningStage } from '../sandbox/prepare/running-stage.ts';
import { prepareStage, type Stage } from '../sandbox/prepare/stage.ts';
import { checkThere } from '../sandbox/ready.ts';
import { pointLatest } from '../store/find-run.ts';
import type { RunRecord, ScenarioVerdict } from '../store/records/records.ts';
import { createRunFolder, createScenarioFolder, FILES, newRunId, readRecord } from '../store/store.ts';
import { plainText } from '../text/plain-text.ts';
import type { Dashboard } from './dashboard.ts';
import { describeRun } from './describe-run.ts';
import type { Generator } from './drive/generator.ts';
import { k6Generator } from './drive/k6.ts';
import type { Exports } from './export/exports.ts';
import { type Metrics, metricsOf } from './export/metrics.ts';
import { withProgram } from './own-server.ts';
import { play, type Scene } from './play.ts';
import type { Progress } from './progress.ts';
import { sceneOf } from './scene.ts';
import { hasLevels, search } from './search/search.ts';
import { type RunResult, writeStanding } from './standing.ts';

export interface Order {
  argv: string[];
  options: RunOptions;
  target: Target;
  plan: Plan;
  dashboard?: Dashboard | undefined;
  /** What is told of object storage while the load runs. */
  exports?: Exports;
}

/** What a run is played with; tests and the matrix bring their own. */
export interface Means {
  generator(order: Order, progress: Progress, interrupted: AbortSignal): Promise<Generator>;
  /** For a service that does not run already. */
  stage(order: Order, ledger: Ledger, progress: Progress, interrupted: AbortSignal): Promise<Stage>;
}

export const MEANS: Means = { generator: k6Of, stage: stageOf };

/** @throws BurstboxError when the run cannot begin or the machine refuses to go on; results so far are on disk. */
export async function runAll(
  order: Order,
  progress: Progress,
  interrupted: AbortSignal,
  means: Means = MEANS,
): Promise<RunResult> {
  const { options, target, plan, argv } = order;
  if (target.baseUrl !== undefined) await checkThere(target.baseUrl + target.health);
  const running =
    target.baseUrl === undefined ? undefined : await runningStage(target.baseUrl, options, progress.note);
  const seed = 1 + Math.floor(Math.random() * (2 ** 32 - 1));
  const id = newRunId(new Date(), seed);
  const metrics = metricsOf(options, id, progress.note);
  const { path: folder, removeIfEmpty } = createRunFolder(options.out, id);
  const ledger = openLedger({ id, folder });
  try {
    const generator = await means.generator(order, progress, interrupted);
    const stage = running ?? (await means.stage(order, ledger, progress, interrupted));
    const run = describeRun({ id, seed, argv, options, target, plan, k6: generator.program, stage });
    return await playAll({ ...order, folder, run, stage, generator, ledger, metrics, progress, interrupted });
  } finally {
    await metrics?.end();
    ledger.close();
    removeIfEmpty();
  }
}

async function k6Of({ options }: Order, { note }: Progress, signal: AbortSignal): Promise<Generator> {
  const k6 = await provision(K6, { root: PROJECT_ROOT, signal, progress: note });
  return k6Generator(k6, options.k6Args);
}

async function stageOf(
  { target, options }: Order,
  ledger: Ledger,
  { note }: Progress,
  interrupted: AbortSignal,
): Promise<Stage> {
  if (target.start === undefined) throw new Error('a target is started or has a base URL');
  const want = options.sandbox === 'none' ? 'auto' : options.sandbox;
  const start = await withProgram(target.start, note, interrupted);
  return await prepareStage(start, want, ledger, note, interrupted);
}

interface Running extends Order {
  folder: string;
  run: RunRecord;
  stage: Stage;
  generator: Generator;
  ledger: OpenLedger;
  metrics: Metrics | undefined;
  progress: Progress;
  interrupted: AbortSignal;
}

async function playAll(running: Running): Promise<RunResult> {
  const { folder, run, plan, options, progress, interrupted } = running;
  const known = new Map<string, ScenarioVerdict>();
  // A run that goes on judges only what was just played.
  const finish = (state: RunRecord['state']) =>
    writeStanding(folder, run, state, state === 'running' ? known : undefined);
  finish('running');
  const notNewest = pointLatest(folder);
  if (notNewest !== undefined) progress.note(notNewest);
  try {
    for (const [index, { profile, scenario, repeat }] of playOrder(plan, options.repeat).entries()) {
      if (interrupted.aborted) break;
      const scene = sceneOf(
        running,
        profile,
        scenario,
        createScenarioFolder(folder, profile.name, scenario.name, repeat),
      );
      const show = (say: Progress['verdict']) => {
        known.delete(scene.folder);
        finish('running');
        const judged = readRecord<ScenarioVerdict>('scenario-verdict', join(scene.folder, FILES.verdict));
        if (judged !== undefined) say(judged.status, headline(judged));
      };
      const which = options.repeat === 1 ? '' : `, repeat ${repeat} of ${options.repeat}`;
      await playOne(running, index, scene, `${profile.name} / ${scenario.name}${which}`);
      show(progress.verdict);
      if (!options.search || !hasLevels(scenario)) continue;
      await search({
        scene,
        pace: run.pace,
        read: () => readEvidence(scene.folder, run, profile, scenario),
        play: (probe, title) => playOne(running, index, probe, title),
        note: progress.note,
        interrupted,
      });
      show((status, message) => progress.note(`search: ${status} - ${plainText(message)}`));
    }
  } catch (error) {
    attempt(() => finish('failed'));
    throw error;
  }
  return finish(interrupted.aborted ? 'interrupted' : 'finished');
}

/** @param index of the scenario in the plan, also of one that is played once more with other legs */
async function playOne(running: Running, index: number, scene: Scene, title: string): Promise<void> {
  const { plan, options, progress, ledger, interrupted } = running;
  const all = playOrder(plan, options.repeat);
  const seconds = scenarioSeconds(scene.scenario);
  const rest = seconds + secondsAfter(all, index);
  const live = progress.scenario(index + 1, all.length, title, seconds, rest);
  await play(scene, ledger, live, interrupted);
}

/** The first error is the one that counts: a full disk also keeps us from noting that it was full. */
function attempt(work: () => void): void {
  try {
    work();
  } catch {
    // said by the first error
  }
}
