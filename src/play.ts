/**
 * One scenario on one box:
 *
 *   1. start the service and wait until it answers
 *   2. heap and goroutine profiles at rest
 *   3. sample once a second, beside it drive the load, and in its steady part take the CPU profile
 *   4. profiles again, stop the service
 *
 * Every step leaves files; outcome.json is written last, also when a step fails. First cause wins.
 */
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { SCRIPT_ENV } from './contract.ts';
import { type DriveSpec, startDrive } from './drive.ts';
import { freePort } from './free-port.ts';
import { totalSeconds } from './k6/shape.ts';
import type { Ledger } from './ledger.ts';
import type { Live } from './progress.ts';
import { waitReady } from './ready.ts';
import type { Outcome, ScenarioPlan } from './records.ts';
import { profileAtPeak } from './sample/cpu-profile.ts';
import { readHost } from './sample/host.ts';
import { readK6 } from './sample/k6.ts';
import { followLoad } from './sample/load.ts';
import { fetchBorderProfiles } from './sample/pprof.ts';
import { readProbes } from './sample/probes.ts';
import { type Source, startSampling } from './sample.ts';
import type { Service } from './sandbox.ts';
import { FILES, writeRecord } from './store.ts';
import type { Target } from './targets.ts';
import { deathOf, watch } from './watch.ts';

export interface Scene {
  profile: string;
  scenario: ScenarioPlan;
  target: Target;
  folder: string;
  k6: string;
  bundle: string;
  parameters: Record<string, string>;
  k6Args: string[];
  /** Starts the service; absent when it is running already. */
  startService?: (port: number, logFile: string) => Promise<Service>;
}

/** k6's setup and teardown may take two minutes each, and the last iteration drains for 15 s. */
const DEADLINE_SLACK_MS = (2 * 120 + 15 + 30) * 1000;
const SERVICE_GRACE_MS = 5000;
const LATE_DEATH_MS = 3000;

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
    writeRecord(join(scene.folder, FILES.outcome), outcome);
  }
  return outcome;
}

async function withService(
  { startService, target, folder }: Scene,
  outcome: Outcome,
  interrupted: AbortSignal,
  use: (service: Service | undefined, baseUrl: string) => Promise<void>,
): Promise<void> {
  if (startService === undefined) return await use(undefined, target.baseUrl ?? '');
  const port = await freePort(target.start?.port);
  const baseUrl = `http://127.0.0.1:${port}`;
  const service = await startService(port, join(folder, FILES.targetLog));
  try {
    const cause = await waitReady(baseUrl + target.health, service, interrupted);
    if (cause === undefined) {
      await use(service, baseUrl);
      await noteLateDeath(service, outcome);
    } else outcome.firstCause ??= cause;
  } finally {
    await service.stop(SERVICE_GRACE_MS);
  }
}

/** It takes docker a moment to say that a service died at the very end of its load; a profile that failed is a hint. */
async function noteLateDeath(service: Service, outcome: Outcome): Promise<void> {
  const hinted = outcome.profiles.some(({ ok }) => !ok);
  const exit = await Promise.race([
    service.exited,
    pause(hinted ? LATE_DEATH_MS : 0, undefined, { ref: false }),
  ]);
  if (exit === undefined || outcome.serviceExit !== undefined) return;
  outcome.serviceExit = exit;
  outcome.firstCause ??= deathOf(exit);
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
  const { scene, outcome, baseUrl, interrupted } = observation;
  const path = scene.target.probes.pprof;
  const pprofUrl = path === undefined ? undefined : baseUrl + path;
  if (pprofUrl !== undefined)
    outcome.profiles.push(...(await fetchBorderProfiles(pprofUrl, 'start', scene.folder, interrupted)));
  await driveAndSample(observation, pprofUrl);
  // A service that is gone is not asked any more; an interrupted one is, for what it shows so far.
  if (pprofUrl !== undefined && outcome.serviceExit === undefined)
    outcome.profiles.push(...(await fetchBorderProfiles(pprofUrl, 'end', scene.folder)));
}

async function driveAndSample(observation: Observation, pprofUrl: string | undefined): Promise<void> {
  const { scene, outcome, service, ledger, interrupted } = observation;
  const drive = await startDrive(await driveSpec(observation), ledger);
  const load = followLoad(join(scene.folder, FILES.timeline));
  const sampling = startSampling(
    join(scene.folder, FILES.samples),
    sourcesOf(observation, drive.pid),
    (sample) => observation.live.show(load.latest(), sample),
  );
  const over = new AbortController();
  const span = { started: load.started, over: over.signal, interrupted };
  const { legs } = scene.scenario;
  const profiled = pprofUrl === undefined ? undefined : profileAtPeak(pprofUrl, legs, scene.folder, span);
  profiled?.catch(() => {}); // awaited below, after the load
  try {
    const { k6, cause } = await watch(drive, service, outcome, interrupted);
    outcome.k6 = k6;
    if (cause !== undefined) outcome.firstCause ??= cause;
  } finally {
    over.abort();
    outcome.sampling = await sampling.stop();
    outcome.profiles.push(...(profiled === undefined ? [] : [await profiled]));
  }
}

function sourcesOf({ scene, service, baseUrl }: Observation, k6Pid: number): Source[] {
  return [
    () => service?.stats() ?? {},
    () => readProbes(baseUrl, scene.target.probes),
    readK6(k6Pid),
    () => readHost(scene.folder),
  ];
}

async function driveSpec({ scene, baseUrl }: Observation): Promise<DriveSpec> {
  const { k6, bundle, folder, k6Args, scenario } = scene;
  return {
    k6,
    bundle,
    folder,
    k6Args,
    parameters: { ...scene.parameters, [SCRIPT_ENV.baseUrl]: baseUrl },
    apiPort: await freePort(),
    deadlineMs: totalSeconds(scenario.legs) * 1000 + DEADLINE_SLACK_MS,
  };
}
