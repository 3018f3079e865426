/** The life of the service around a load: started or found, watched to its end, and stopped. */
import { join } from 'node:path';
import type { Target } from '../plan/targets/targets.ts';
import { freePort, freePorts, profilingPort } from '../sandbox/free-port.ts';
import { settlesWithin } from '../sandbox/process/wait.ts';
import type { Service } from '../sandbox/sandbox.ts';
import { whereReady } from '../sandbox/where-ready.ts';
import type { Outcome } from '../store/records/records.ts';
import { FILES } from '../store/store.ts';
import type { Scene } from './play.ts';
import { noteDeath } from './watch/watch.ts';

const USUAL_STOP_SECONDS = 5;
const LATE_DEATH_MS = 3000;

/** Hands the service over when it answers, and stops it, or ends to watch it, whatever happens. */
export async function withService(
  { startService, attach, target, folder, readySeconds, stopSeconds = USUAL_STOP_SECONDS, ...scene }: Scene,
  outcome: Outcome,
  interrupted: AbortSignal,
  use: (service: Service | undefined, baseUrl: string) => Promise<void>,
): Promise<void> {
  if (startService === undefined) return await withWatched(attach, outcome, target.baseUrl ?? '', use);
  const port = await portFor(scene.port, target.start);
  const graceMs = stopSeconds * 1000;
  const startedAtMs = Date.now();
  const service = await startService(port, join(folder, FILES.targetLog));
  try {
    const { baseUrl, cause } = await whereReady(port, target.health, service, interrupted, readySeconds);
    if (cause === undefined) {
      outcome.startSeconds = (Date.now() - startedAtMs) / 1000;
      scene.note(`the service listens on ${baseUrl}`);
      await use(service, baseUrl);
      await noteLateDeath(service, outcome, graceMs);
    } else outcome.firstCause ??= cause;
  } finally {
    await service.stop(graceMs);
  }
}

/** @throws BurstboxError machine when the wanted one is taken. */
export async function portFor(wanted: number | undefined, start: Target['start']): Promise<number> {
  const port = wanted ?? start?.port;
  if (start?.builtin !== 'versitygw') return await freePort(port);
  if (port === undefined) return await freePorts();
  await freePort(profilingPort(port));
  return await freePort(port);
}

async function withWatched(
  attach: Scene['attach'],
  outcome: Outcome,
  baseUrl: string,
  use: (service: Service | undefined, baseUrl: string) => Promise<void>,
): Promise<void> {
  const service = await attach?.();
  try {
    await use(service, baseUrl);
    if (service !== undefined) await noteLateDeath(service, outcome, 0);
  } finally {
    await service?.stop(0);
  }
}

/**
 * It takes docker a moment to say that a service died at the very end of its load; a profile that failed is a hint. On an
 * overloaded machine it may say so only when it is told to stop what has stopped long ago.
 */
async function noteLateDeath(service: Service, outcome: Outcome, graceMs: number): Promise<void> {
  if (outcome.serviceExit !== undefined) return;
  const exitWithin = async (ms: number) =>
    (await settlesWithin(ms, service.exited)) ? await service.exited : undefined;
  const hinted = outcome.profiles.some(({ ok }) => !ok);
  const own = await exitWithin(hinted ? LATE_DEATH_MS : 0);
  if (own !== undefined) return noteDeath(outcome, own);
  const stoppedAtMs = Date.now();
  await service.stop(graceMs);
  const exit = await exitWithin(0);
  if (exit !== undefined && exit.atMs < stoppedAtMs) noteDeath(outcome, exit);
}
