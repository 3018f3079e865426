/** The service of a campaign: one that runs already, or one that is started in a box for it. */
import { join } from 'node:path';
import { BurstboxError } from '../errors.ts';
import { shownPath } from '../files/text-file.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Profile } from '../plan/profiles.ts';
import type { Target } from '../plan/targets/targets.ts';
import { withProgram } from '../run/own-server.ts';
import { portFor } from '../run/with-service.ts';
import { runningStage } from '../sandbox/prepare/running-stage.ts';
import { prepareStage } from '../sandbox/prepare/stage.ts';
import { checkThere } from '../sandbox/ready.ts';
import type { DriverName, Service } from '../sandbox/sandbox.ts';
import { whereReady } from '../sandbox/where-ready.ts';
import type { CampaignFacts, ServiceExit } from '../store/records/records.ts';
import { FILES } from '../store/store.ts';

/** What a service is to be started in. */
export interface WantedBox {
  profile: Profile;
  sandbox: 'auto' | DriverName;
}

export interface Served {
  baseUrl: string;
  facts: Pick<CampaignFacts, 'box' | 'watched' | 'unwatched'>;
  /** Absent: it is not seen from here. */
  service: Service | undefined;
  /** Where its data lies and what it writes, where that is known without being told. */
  dataFolder?: string;
  log?: string;
  /** How it ended, if it has. */
  exit(): ServiceExit | undefined;
  stop(): Promise<void>;
}

export interface ServeOrder {
  target: Target;
  id: string;
  folder: string;
  ledger: Ledger;
  signal: AbortSignal;
  say(line: string): void;
}

const USUAL_STOP_SECONDS = 5;

/** @throws BurstboxError target when it is not there */
export async function findService(
  baseUrl: string,
  { target, say }: Pick<ServeOrder, 'target' | 'say'>,
): Promise<Served> {
  await checkThere(baseUrl + target.health);
  const { watched, unwatched, attach } = await runningStage(baseUrl, {}, say);
  const service = await attach?.();
  return {
    baseUrl,
    facts: {
      ...(watched === undefined ? {} : { watched }),
      ...(unwatched === undefined ? {} : { unwatched }),
    },
    service,
    exit: () => undefined,
    async stop() {
      await service?.stop(0);
    },
  };
}

/** @throws BurstboxError sandbox when no box can be had here, target when it does not become ready */
export async function startService(
  { profile, sandbox }: WantedBox,
  { target, id, folder, ledger, signal, say }: ServeOrder,
): Promise<Served> {
  const { name, about, limits, env } = profile;
  if (target.start === undefined || limits === undefined) throw new Error(`${target.name} cannot be started`);
  const { readySeconds, stopSeconds = USUAL_STOP_SECONDS } = target.start;
  const stage = await prepareStage(
    await withProgram(target.start, say, signal),
    sandbox,
    ledger,
    say,
    signal,
  );
  if (stage.start === undefined) throw new Error(`the stage of ${target.name} starts nothing`);
  const port = await portFor(undefined, target.start);
  const log = join(folder, FILES.targetLog);
  const service = await stage.start({ name: `burstbox-${id}-${name}`, limits, env, port, logFile: log });
  let exit: ServiceExit | undefined;
  void service.exited.then((end) => {
    exit = end;
  });
  const stop = () => service.stop(stopSeconds * 1000);
  const ready = await whereReady(port, target.health, service, signal, readySeconds).catch(async (error) => {
    await stop();
    throw error;
  });
  if (ready.cause !== undefined) {
    await stop();
    throw new BurstboxError('target', `${ready.cause.message}; see ${shownPath(log)}`);
  }
  say(`the service listens on ${ready.baseUrl}, in ${name} (${stage.sandbox.about})`);
  const { driver, enforces } = stage.sandbox;
  const dataFolder = service.dataFolder ?? rootOf(service);
  return {
    baseUrl: ready.baseUrl,
    facts: { box: { profile: name, about, driver, enforces } },
    service,
    log,
    ...(dataFolder === undefined ? {} : { dataFolder }),
    exit: () => exit,
    stop,
  };
}

/** The root of a container lies on the disk that it writes to. */
function rootOf({ pid }: Service): string | undefined {
  return pid === undefined || process.platform !== 'linux' ? undefined : `/proc/${pid}/root`;
}
