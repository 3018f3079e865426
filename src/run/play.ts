/**
 * One scenario on one box:
 *
 *   1. start the service and wait until it answers
 *   2. heap and goroutine profiles at rest
 *   3. sample once a second, beside it drive the load, and in its steady part take the CPU profile and see who waits where
 *   4. remove what k6 left on the service, if it did not come to its end; profiles again, stop the service
 *
 * Every step leaves files; outcome.json is written last, also when a step fails. First cause wins.
 */
import { join } from 'node:path';
import { type Sample, SCRIPT_ENV } from '../contract/contract.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Probes, Target } from '../plan/targets/targets.ts';
import { profilingPort } from '../sandbox/free-port.ts';
import type { Service } from '../sandbox/sandbox.ts';
import { borderSeconds, drainSeconds } from '../shared/load/limits.ts';
import { totalSeconds } from '../shared/load/shape.ts';
import type { Cause, Outcome, ScenarioPlan } from '../store/records/records.ts';
import { FILES, writeRecord } from '../store/store.ts';
import { clearFiles } from './clear-files.ts';
import { clearLeft } from './clear-left.ts';
import type { Dashboard } from './dashboard.ts';
import { bounded, type Drive, type Generator, type LoadOrder } from './drive/generator.ts';
import type { Exporter } from './export/exports.ts';
import type { Live } from './progress.ts';
import { type Manner, mannerOf } from './sample/ask.ts';
import { profileAtPeak } from './sample/cpu-profile.ts';
import { findProbes } from './sample/find-probes.ts';
import { readHost, readLogSize } from './sample/host.ts';
import { followLoad } from './sample/load.ts';
import { fetchBorderProfiles } from './sample/pprof.ts';
import { probeUrl, readProbes } from './sample/probes.ts';
import { type Source, startSampling } from './sample/sample.ts';
import { threadsAtPeak } from './sample/threads.ts';
import { rulesOf } from './watch/rules.ts';
import { surelyPlayed } from './watch/stable.ts';
import { startWatch } from './watch/watch.ts';
import { withService } from './with-service.ts';

export interface Scene {
  profile: string;
  scenario: ScenarioPlan;
  target: Target;
  folder: string;
  /** What makes the load. */
  generator: Generator;
  parameters: Record<string, string>;
  /** Of the run: its names begin with it. */
  seed: number;
  runFolder: string;
  /** Tells the user something that no verdict says. */
  note(line: string): void;
  /** Starts the service; absent when it is running already. */
  startService?: (port: number, logFile: string) => Promise<Service>;
  /** Begins to watch a service that is running already, where it can be seen. */
  attach?: () => Promise<Service | undefined>;
  /** Where it is to listen; absent: where its target file says, else a free port. */
  port?: number;
  /** Memory of the box it is started in. */
  boxBytes?: number;
  /** How long the service may take to start, and to end; absent: as usual. */
  readySeconds?: number;
  stopSeconds?: number;
  /** Ends the load when one of its limits is hopelessly crossed. */
  abortOn?: 'critical';
  /** Ends a steady load when it has settled. */
  untilStable: boolean;
  /** Shows the load while it runs. */
  dashboard?: Dashboard;
  /** Tells others of it. */
  exporter?: Exporter;
  /** Takes the figures of the generator that leave. */
  exported?: LoadOrder['exported'];
  /** Takes each sample of the service for those places too. */
  sendSample?: (sample: Sample) => void;
}

/** What a generator may take beside its load, its setup and its teardown, and the turns that end after it. */
const OVERHEAD_SECONDS = 30;
const MAX_SECONDS_BY_OPERATION = 3600;
const PROFILING = '{profiling}';
const GIVEN_UP = { file: FILES.cpuProfile, ok: false, why: 'the load was ended early' };

/** @throws BurstboxError when the machine refuses (disk full, no port), never for what the service or the load does. */
export async function play(
  scene: Scene,
  ledger: Ledger,
  live: Live,
  interrupted: AbortSignal,
): Promise<Outcome> {
  const outcome: Outcome = {
    schema: 'burstbox/outcome/1',
    profile: scene.profile,
    scenario: scene.scenario.name,
    legs: scene.scenario.legs,
    startedAtMs: Date.now(),
    finishedAtMs: 0,
    sampling: { taken: 0, missed: 0 },
    profiles: [],
  };
  try {
    await withService(scene, outcome, interrupted, (service, baseUrl) =>
      observe({ scene, outcome, service, baseUrl, ledger, live, interrupted }),
    );
  } finally {
    outcome.finishedAtMs = Date.now();
    clearFiles(scene.folder);
    writeRecord(join(scene.folder, FILES.outcome), outcome);
  }
  return outcome;
}

interface Observation {
  scene: Scene;
  outcome: Outcome;
  service: Service | undefined;
  baseUrl: string;
  ledger: Ledger;
  live: Live;
  interrupted: AbortSignal;
}

async function observe(observation: Observation): Promise<void> {
  const { scene, outcome, service, baseUrl, interrupted } = observation;
  const { probeHeaders: headers = {} } = scene.target;
  const wanted = probesAt(scene.target.probes, baseUrl);
  const manner = mannerOf(headers);
  const probes = await findProbes(baseUrl, wanted, service === undefined, manner, interrupted);
  outcome.probes = Object.keys(probes);
  const pprofUrl = probes.pprof === undefined ? undefined : probeUrl(baseUrl, probes.pprof);
  if (pprofUrl !== undefined)
    outcome.profiles.push(
      ...(await fetchBorderProfiles(pprofUrl, headers, 'start', scene.folder, interrupted)),
    );
  await driveAndSample(observation, probes, pprofUrl, manner);
  if (outcome.serviceExit === undefined) {
    const line = await clearLeft({ ...scene, baseUrl });
    if (line !== undefined) scene.note(line);
  }
  if (manner.refused.size > 0) outcome.probesRefused = [...manner.refused];
  if (manner.silent.size > 0) outcome.probesSilent = [...manner.silent.values()];
  // A service that is gone is not asked any more; an interrupted one is, for what it shows so far.
  if (pprofUrl !== undefined && outcome.serviceExit === undefined)
    outcome.profiles.push(...(await fetchBorderProfiles(pprofUrl, headers, 'end', scene.folder)));
}

/** With the port on which a service of our own shows its profiles. */
function probesAt(probes: Target['probes'], baseUrl: string): Target['probes'] {
  if (probes === 'auto' || !probes.pprof?.includes(PROFILING)) return probes;
  const port = profilingPort(Number(new URL(baseUrl).port));
  return { ...probes, pprof: probes.pprof.replace(PROFILING, String(port)) };
}

async function driveAndSample(
  observation: Observation,
  probes: Probes,
  pprofUrl: string | undefined,
  manner: Manner,
): Promise<void> {
  const { scene, outcome, service, baseUrl, ledger, interrupted } = observation;
  const { generator, scenario } = scene;
  const started = await generator.start(await orderOf(observation), ledger);
  const drive = bounded(started, deadlineMs(scenario), generator.name);
  const unsettled = (why: string) => {
    outcome.unsettled = why;
  };
  const watch = startWatch(drive, service, outcome, interrupted, rulesOf({ ...scene, unsettled }));
  const load = followLoad(join(scene.folder, FILES.timeline), (period) => {
    watch.period(period);
    observation.live.period?.(period);
    scene.exporter?.period(period);
  });
  const sampling = startSampling(
    join(scene.folder, FILES.samples),
    sourcesOf(observation, probes, manner, drive),
    (sample) => {
      observation.live.show(load.latest(), sample);
      watch.sample(sample);
      scene.sendSample?.(sample);
    },
  );
  const over = new AbortController();
  const mayEnd = scene.abortOn !== undefined;
  const span = { started: load.started, over: over.signal, interrupted, mayEnd };
  const legs = scene.untilStable ? surelyPlayed(scenario.legs) : scenario.legs;
  const profiled =
    pprofUrl === undefined ? undefined : profileAtPeak(pprofUrl, manner.headers, legs, scene.folder, span);
  profiled?.catch(() => {}); // awaited below, after the load
  const threads =
    probes.threads === undefined
      ? undefined
      : threadsAtPeak(probeUrl(baseUrl, probes.threads), manner.headers, legs, scene.folder, span);
  threads?.catch(() => {});
  try {
    const { exit, cause } = await watch.ended;
    outcome.k6 = exit;
    noteCause(outcome, cause);
  } finally {
    over.abort();
    outcome.sampling = await sampling.stop();
    load.latest();
    scene.exporter?.end();
    // A service that is about to be killed goes on growing while one waits for its CPU profile.
    const full = outcome.firstCause?.id === 'target-memory-critical';
    if (profiled !== undefined) outcome.profiles.push(...(full ? [GIVEN_UP] : await profiled));
    if (threads !== undefined) outcome.profiles.push(...(await threads));
  }
}

/** That k6 took too much memory is dated by when it was seen, and heard of later: it may be why the service died. */
function noteCause(outcome: Outcome, cause: Cause | undefined): void {
  if (cause !== undefined && cause.atMs < (outcome.firstCause?.atMs ?? Number.POSITIVE_INFINITY))
    outcome.firstCause = cause;
}

function sourcesOf(
  { scene, service, baseUrl }: Observation,
  probes: Probes,
  manner: Manner,
  drive: Drive,
): Source[] {
  return [
    () => service?.stats() ?? {},
    readProbes(baseUrl, probes, service === undefined, manner),
    drive.stats,
    () => readHost(scene.folder),
    () => readLogSize(join(scene.folder, FILES.targetLog)),
  ];
}

async function orderOf({ scene, baseUrl }: Observation): Promise<LoadOrder> {
  const { folder, scenario, dashboard, exported } = scene;
  return {
    scenario,
    folder,
    parameters: { ...scene.parameters, [SCRIPT_ENV.baseUrl]: baseUrl },
    // A limit is one of a single operation, and so is an outage; in a long soak twice the bytes are too many.
    byOperation: scene.abortOn !== undefined || totalSeconds(scenario.legs) <= MAX_SECONDS_BY_OPERATION,
    ...(dashboard === undefined ? {} : { dashboardPort: await dashboard.nextPort() }),
    ...(exported === undefined ? {} : { exported }),
  };
}

/** When the load has surely ended. */
function deadlineMs({ legs, requestTimeoutSeconds: timeout }: ScenarioPlan): number {
  const seconds = totalSeconds(legs) + 2 * borderSeconds(timeout) + drainSeconds(timeout) + OVERHEAD_SECONDS;
  return seconds * 1000;
}
