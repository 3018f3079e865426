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
import type { Leg } from './contract.ts';
import { type Drive, type DriveEnd, startDrive } from './drive.ts';
import { freePort } from './free-port.ts';
import { totalSeconds } from './k6/shape.ts';
import type { Ledger } from './ledger.ts';
import type { Live } from './progress.ts';
import { waitReady } from './ready.ts';
import type { Cause, Outcome, ScenarioPlan } from './records.ts';
import { readHost } from './sample/host.ts';
import { readK6 } from './sample/k6.ts';
import { followLoad } from './sample/load.ts';
import { type Fetched, fetchBorderProfiles, fetchCpuProfile } from './sample/pprof.ts';
import { readProbes } from './sample/probes.ts';
import { startSampling } from './sample.ts';
import type { Service } from './sandbox.ts';
import { FILES, writeRecord } from './store.ts';
import type { Target } from './targets.ts';

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
      observe(scene, outcome, service, baseUrl, ledger, live, interrupted),
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
    if (cause === undefined) await use(service, baseUrl);
    else outcome.firstCause ??= cause;
  } finally {
    await service.stop(SERVICE_GRACE_MS);
  }
}

async function observe(
  scene: Scene,
  outcome: Outcome,
  service: Service | undefined,
  baseUrl: string,
  ledger: Ledger,
  live: Live,
  interrupted: AbortSignal,
): Promise<void> {
  const pprof = scene.target.probes.pprof === undefined ? undefined : baseUrl + scene.target.probes.pprof;
  const keep = (fetched: Fetched[]) => outcome.profiles.push(...fetched);
  if (pprof !== undefined) keep(await fetchBorderProfiles(pprof, 'start', scene.folder, interrupted));
  const drive = await startDrive(
    {
      ...scene,
      parameters: { ...scene.parameters, BASE_URL: baseUrl },
      apiPort: await freePort(),
      deadlineMs: totalSeconds(scene.scenario.legs) * 1000 + DEADLINE_SLACK_MS,
    },
    ledger,
  );
  const load = followLoad(join(scene.folder, FILES.timeline));
  const sources = [
    () => service?.stats() ?? {},
    () => readProbes(baseUrl, scene.target.probes),
    readK6(drive.pid),
    () => readHost(scene.folder),
  ];
  const sampling = startSampling(join(scene.folder, FILES.samples), sources, (sample) =>
    live.show(load.latest(), sample),
  );
  const over = new AbortController();
  const cpuProfile =
    pprof === undefined
      ? []
      : profileUnderLoad(pprof, scene, load.started, AbortSignal.any([over.signal, interrupted]));
  try {
    const end = await untilOver(drive, service, outcome, interrupted);
    outcome.k6 = end.k6;
    if (end.cause !== undefined) outcome.firstCause ??= end.cause;
  } finally {
    over.abort();
    outcome.sampling = await sampling.stop();
    keep(await cpuProfile);
  }
  if (pprof !== undefined && !isDead(outcome))
    keep(await fetchBorderProfiles(pprof, 'end', scene.folder, AbortSignal.timeout(30_000)));
}

/** Waits for the end of the load, and ends it when the service dies or the user interrupts. */
async function untilOver(
  drive: Drive,
  service: Service | undefined,
  outcome: Outcome,
  interrupted: AbortSignal,
): Promise<DriveEnd> {
  const stopFor = (cause: Cause) => {
    outcome.firstCause ??= cause;
    void drive.stop();
  };
  let over = false;
  void service?.exited.then((exit) => {
    if (over) return;
    outcome.serviceExit = exit;
    const how = exit.signal === null ? `with exit code ${exit.code}` : `by ${exit.signal}`;
    stopFor(
      exit.oomKilled
        ? {
            id: 'target-oom-killed',
            message: 'the kernel OOM-killed the service: it needed more memory than the box has',
            atMs: exit.atMs,
          }
        : { id: 'target-exited', message: `the service ended ${how} under load`, atMs: exit.atMs },
    );
  });
  const onInterrupt = () =>
    stopFor({ id: 'interrupted', message: 'interrupted by the user', atMs: Date.now() });
  if (interrupted.aborted) onInterrupt();
  interrupted.addEventListener('abort', onInterrupt);
  try {
    return await drive.ended;
  } finally {
    over = true;
    interrupted.removeEventListener('abort', onInterrupt);
  }
}

/** A service that is gone is not asked for profiles. */
function isDead(outcome: Outcome): boolean {
  return outcome.serviceExit !== undefined;
}

/** From the first tenth of the leg with the highest load that is held: what runs hot there is what matters. */
async function profileUnderLoad(
  pprof: string,
  { scenario, folder }: Scene,
  loadStarted: Promise<void>,
  over: AbortSignal,
): Promise<Fetched[]> {
  const { delaySeconds, seconds } = profileWindow(scenario.legs);
  const ended = new Promise<'ended'>((resolve) => over.addEventListener('abort', () => resolve('ended')));
  if ((await Promise.race([loadStarted, ended])) === 'ended')
    return [missed('the load ended before its steady part')];
  const due = new Promise<void>((resolve) => setTimeout(resolve, delaySeconds * 1000).unref());
  if ((await Promise.race([due, ended])) === 'ended')
    return [missed('the load ended before its steady part')];
  return [await fetchCpuProfile(pprof, seconds, folder, over)];
}

function missed(why: string): Fetched {
  return { file: FILES.cpuProfile, ok: false, why };
}

const LONGEST_CPU_PROFILE_SECONDS = 30;

function profileWindow(legs: Leg[]): { delaySeconds: number; seconds: number } {
  const top = Math.max(...legs.filter(({ move }) => move === 'hold').map(({ vus }) => vus));
  const index = legs.findIndex(({ move, vus }) => move === 'hold' && vus === top);
  const before = totalSeconds(legs.slice(0, index));
  const held = legs[index]?.seconds ?? 0;
  return {
    delaySeconds: before + held * 0.1,
    seconds: Math.max(1, Math.min(LONGEST_CPU_PROFILE_SECONDS, Math.floor(held * 0.7))),
  };
}
