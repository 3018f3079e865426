/** Sets the stage for a target: picks the sandbox, gets the image, and knows how to start the service in a box. */
import { createHash } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { onDisk } from '../../files/on-disk.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import { type TempFolder, tempFolder } from '../../ledger/own.ts';
import { PROJECT_ROOT } from '../../root.ts';
import type { Limits, RunRecord, Watched } from '../../store/records/records.ts';
import { buildImage, ensureImage } from '../docker/image.ts';
import { ensureProgramImage } from '../docker/program-image.ts';
import { ensureReferenceImage } from '../docker/reference-image.ts';
import { profilingPort } from '../free-port.ts';
import { chooseDriver, type Driver, type DriverName, type Launchable, type Service } from '../sandbox.ts';
import { composeStage } from './compose-stage.ts';
import { EVERY_ADDRESS, HOST, SERVICE_ENV } from './service-env.ts';
import type { TargetStart } from './target-start.ts';

export interface Stage {
  sandbox: RunRecord['sandbox'];
  /** Starts the service on 127.0.0.1:port. Absent when it is running already. */
  start?: (box: Box) => Promise<Service>;
  /** Begins to watch a service that is running already; undefined when it is not seen any more. Absent when it never was. */
  attach?: () => Promise<Service | undefined>;
  /** What was found of it, or why nothing was. */
  watched?: Watched;
  unwatched?: string;
}

export interface Box {
  /** Unique name, `[a-z0-9-]`. */
  name: string;
  limits: Limits;
  /** Tuning for the runtime; the target's own environment wins over it. */
  env: Record<string, string>;
  port: number;
  logFile: string;
}

/** Where images keep their data; a control group's service gets a folder of its own. */
export const IMAGE_DATA_FOLDER = '/data';
export const REFERENCE_BUNDLE = join(PROJECT_ROOT, 'dist', 'target', 'main.mjs');

/** @throws BurstboxError sandbox when no driver can run the target here. */
export async function prepareStage(
  start: TargetStart,
  want: 'auto' | DriverName,
  ledger: Ledger,
  note: (line: string) => void,
  signal: AbortSignal,
): Promise<Stage> {
  const { driver, notes } = await chooseDriver(want, launchable(start));
  for (const line of notes) note(line);
  if (start.compose !== undefined)
    return await composeStage(start, start.compose, driver, notes, ledger, note, signal);
  const image = driver.name === 'docker' ? await imageOf(start, note, signal) : undefined;
  return {
    sandbox: { driver: driver.name, about: driver.about, enforces: driver.enforces, notes },
    start: (box) => startIn(driver, start, image, box, ledger),
  };
}

/** What the target can be started from, for the choice of the driver. */
function launchable({ builtin, command, image, dockerfile, compose }: TargetStart): Launchable {
  return {
    image: builtin !== undefined || image !== undefined || dockerfile !== undefined,
    command: builtin !== undefined || command !== undefined,
    compose: compose !== undefined,
  };
}

async function imageOf(
  start: TargetStart,
  progress: (line: string) => void,
  signal: AbortSignal,
): Promise<string> {
  if (start.dockerfile !== undefined) {
    const tag = `burstbox-target:${createHash('sha256').update(start.dockerfile).digest('hex').slice(0, 16)}`;
    await buildImage(start.dockerfile, dirname(start.dockerfile), tag, { progress, signal });
    return tag;
  }
  if (start.program !== undefined) return await ensureProgramImage(start.program, progress);
  if (start.image === undefined)
    return await ensureReferenceImage({ root: PROJECT_ROOT, bundle: REFERENCE_BUNDLE, progress });
  await ensureImage(start.image, progress, signal);
  return start.image;
}

async function startIn(
  driver: Driver,
  start: TargetStart,
  image: string | undefined,
  box: Box,
  ledger: Ledger,
): Promise<Service> {
  const data = image === undefined ? onDisk(tmpdir(), () => tempFolder('data', ledger)) : undefined;
  for (const folder of data === undefined ? [] : (start.program?.folders ?? []))
    onDisk(data?.path ?? '', () => mkdirSync(join(data?.path ?? '', folder)));
  const host = driver.ownNetwork ? EVERY_ADDRESS : HOST;
  const values = {
    host,
    port: String(box.port),
    profiling: String(profilingPort(box.port)),
    data: data?.path ?? IMAGE_DATA_FOLDER,
  };
  try {
    const service = await driver.start(
      {
        name: box.name,
        command: commandOf(start, image).map((word) => filled(word, values)),
        env: {
          ...box.env,
          ...SERVICE_ENV,
          ...start.env,
          HOST: values.host,
          PORT: values.port,
          DATA_DIR: values.data,
        },
        cwd: start.cwd,
        limits: box.limits,
        logFile: box.logFile,
        ...(image === undefined ? {} : { image }),
      },
      ledger,
    );
    return data === undefined ? service : withFolder(service, data);
  } catch (error) {
    data?.remove();
    throw error;
  }
}

/** Images of ours and of the user know themselves what to run. */
function commandOf(start: TargetStart, image: string | undefined): string[] {
  const { program } = start;
  if (program !== undefined)
    return [image === undefined ? program.path : basename(program.path), ...program.args];
  if (image !== undefined) return start.command ?? [];
  return start.command ?? [process.execPath, REFERENCE_BUNDLE];
}

/** A word of a command with its placeholders replaced. */
export function filled(word: string, values: Record<string, string>): string {
  return word.replace(/\{(host|port|profiling|data)\}/g, (_, name: string) => values[name] ?? '');
}

/** The folder goes when the service has gone, not before: it may still write while it stops. */
function withFolder(service: Service, folder: TempFolder): Service {
  const stop = async (graceMs: number) => {
    await service.stop(graceMs);
    folder.remove();
  };
  return { ...endingBy(service, stop), dataFolder: folder.path };
}

/** The same service, of which more than itself has to go when it is stopped. */
export function endingBy(service: Service, stop: Service['stop']): Service {
  return {
    pid: service.pid,
    ...(service.dataFolder === undefined ? {} : { dataFolder: service.dataFolder }),
    exited: service.exited,
    stats: () => service.stats(),
    limit: (cpus) => service.limit(cpus),
    stop,
  };
}
