import { existsSync, lstatSync, realpathSync, renameSync, rmdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, sep } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { BurstboxError } from '../../errors.ts';
import { isAlive } from '../../ledger/identity.ts';
import type { LedgerEntry } from '../../ledger/ledger.ts';
import { killMarked } from '../../ledger/marked-processes.ts';
import { FOLDER_PREFIX } from '../../ledger/own.ts';
import { CGROUP_PREFIX, dissolve } from '../cgroup/group.ts';
import { cgroupMountPoints } from '../cgroup/location.ts';
import { PROJECT_PREFIX, removeProject } from '../compose/remove.ts';
import { CONTAINER_LABEL } from '../docker/arguments.ts';
import { type Container, inspectContainer, removeContainer } from '../docker/container.ts';
import { endProcess } from '../process/end.ts';

/** What it names does not look like ours, so it is left alone. */
export class DistrustedError extends BurstboxError {}

/** Compose itself would change what does not look so. */
const PROJECT_NAME = new RegExp(`^${PROJECT_PREFIX}[a-z0-9][a-z0-9-]+$`);

/** As store/disk.ts names them. */
const DRAFT_NAME = /\.\d+\.part$/;
/** As baselines.ts names them. */
const ASIDE_NAME = /^\..+\.\d+\.old$/;

/** As provision/cache.ts names them: k6/VERSION/PLATFORM/partial-UUID. */
const STAGING_PATH = /\/k6\/v[\d.]+\/[\w-]+\/partial-[0-9a-f-]{36}$/;

/** A busy engine takes a second for a container. */
const ENGINE_LOOKS = 10;
const ENGINE_LOOK_MS = 200;

/** Nobody waits for the answers of a service whose run is dead. */
const GRACE_MS = 2000;

/**
 * Removes what an entry stands for, if it is still there and really ours: a ledger is a file, and a file can be wrong.
 * @param isFresh it was written down only moments ago, so that what it stands for may just be coming into being
 * @returns whether there was something to remove
 * @throws DistrustedError when it is not ours; BurstboxError('sandbox') when it could not be removed
 */
export async function removeEntry(entry: LedgerEntry, isFresh = false): Promise<boolean> {
  if (entry.kind === 'process') return await removeProcess(entry);
  if (entry.kind === 'container') return await removeOurContainer(entry, isFresh);
  if (entry.kind === 'compose') return await removeOurProject(entry, isFresh);
  if (entry.kind === 'marked') return killMarked(entry.mark);
  if (entry.kind === 'cgroup') return await removeCgroup(entry.path);
  if (entry.kind === 'draft') return removeDraft(entry.path);
  if (entry.kind === 'aside') return putBack(entry.path, entry.place);
  return entry.kind === 'results' ? removeIfEmpty(entry.path) : removeFolder(entry.path);
}

/** A pid that started at another time is another process. */
async function removeProcess(entry: LedgerEntry & { kind: 'process' }): Promise<boolean> {
  const { pid, startTicks, group } = entry;
  if (!isAlive(pid, startTicks)) return false;
  if (await endProcess(pid, group, GRACE_MS)) return true;
  throw new BurstboxError('sandbox', `process ${pid} is still there after SIGKILL; it waits for a device`, {
    pid,
  });
}

async function removeOurContainer(
  entry: LedgerEntry & { kind: 'container' },
  mayComeYet: boolean,
): Promise<boolean> {
  const { name, engine } = entry;
  const container = await inspected(entry, mayComeYet);
  if (container === undefined) return false;
  if (container.Config.Labels?.[CONTAINER_LABEL] !== name) {
    throw new DistrustedError(
      'sandbox',
      `container ${name} has no label ${CONTAINER_LABEL}, so it is not ours and was left alone`,
      { name },
    );
  }
  await removeContainer(name, engine);
  return true;
}

/** The engine goes on making what a client asked for that was killed since. */
async function inspected(
  { name, engine }: LedgerEntry & { kind: 'container' },
  mayComeYet: boolean,
): Promise<Container | undefined> {
  for (let look = 0; ; look++) {
    const container = await inspectContainer(name, engine);
    if (container !== undefined || !mayComeYet || look >= ENGINE_LOOKS) return container;
    await pause(ENGINE_LOOK_MS);
  }
}

async function removeOurProject(
  { project, engine }: LedgerEntry & { kind: 'compose' },
  mayComeYet: boolean,
): Promise<boolean> {
  distrustUnless(PROJECT_NAME.test(project), 'compose project', project);
  const wasThere = await removeProject(project, engine);
  if (!mayComeYet) return wasThere;
  await pause(ENGINE_LOOKS * ENGINE_LOOK_MS);
  return (await removeProject(project, engine)) || wasThere;
}

async function removeCgroup(path: string): Promise<boolean> {
  if (!existsSync(path)) return false;
  distrustUnless(
    isBelow(path, cgroupMountPoints()) && basename(path).startsWith(CGROUP_PREFIX),
    'control group',
    path,
  );
  await dissolve([path]);
  return true;
}

function removeFolder(path: string): boolean {
  if (!existsSync(path)) return false;
  const isTemporary = isBelow(path, [tmpdir(), '/tmp']) && basename(path).startsWith(FOLDER_PREFIX);
  distrustUnless(
    lstatSync(path).isDirectory() && (isTemporary || STAGING_PATH.test(path)),
    'temp folder',
    path,
  );
  rmSync(path, { recursive: true, force: true });
  return true;
}

function removeIfEmpty(path: string): boolean {
  try {
    rmdirSync(path);
    return true;
  } catch {
    return false; // it holds something, or is gone
  }
}

function putBack(path: string, place: string): boolean {
  if (!existsSync(path)) return false;
  distrustUnless(
    ASIDE_NAME.test(basename(path)) && dirname(path) === dirname(place),
    'folder that was set aside',
    path,
  );
  if (existsSync(place)) rmSync(path, { recursive: true, force: true });
  else renameSync(path, place);
  return true;
}

function removeDraft(path: string): boolean {
  if (lstatSync(path, { throwIfNoEntry: false }) === undefined) return false;
  distrustUnless(DRAFT_NAME.test(basename(path)), 'half-written file', path);
  rmSync(path, { recursive: true, force: true });
  return true;
}

/** Compares real paths, so that neither `..` nor a link leads out of `roots`. */
function isBelow(path: string, roots: string[]): boolean {
  const real = join(realpathSync(dirname(path)), basename(path));
  return roots.filter(existsSync).some((root) => real.startsWith(realpathSync(root) + sep));
}

function distrustUnless(ours: boolean, what: string, path: string): void {
  if (!ours)
    throw new DistrustedError(
      'sandbox',
      `${path} does not look like a ${what} of burstbox and was left alone`,
      { path },
    );
}
