import { existsSync, lstatSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, sep } from 'node:path';
import { BurstboxError } from '../../errors.ts';
import { CGROUP_PREFIX } from '../cgroup/cgroup.ts';
import { dissolve } from '../cgroup/group.ts';
import { cgroupMountPoints } from '../cgroup/location.ts';
import { PROJECT_PREFIX, removeProject } from '../compose/remove.ts';
import { CONTAINER_LABEL } from '../docker/arguments.ts';
import { inspectContainer, removeContainer } from '../docker/container.ts';
import { endProcess } from '../process/end.ts';
import { isAlive } from '../process/identity.ts';
import { killMarked } from '../process/marked-processes.ts';
import type { LedgerEntry } from './ledger.ts';

/** First part of the name of every temp folder of ours that may stand in a ledger. */
export const FOLDER_PREFIX = 'burstbox-';

/** What it names does not look like ours, so it is left alone. */
export class DistrustedError extends BurstboxError {}

/** Compose itself would change what does not look so. */
const PROJECT_NAME = new RegExp(`^${PROJECT_PREFIX}[a-z0-9][a-z0-9-]+$`);

/** Nobody waits for the answers of a service whose run is dead. */
const GRACE_MS = 2000;

/**
 * Removes what an entry stands for, if it is still there and really ours: a ledger is a file, and a file can be wrong.
 * @returns whether there was something to remove
 * @throws DistrustedError when it is not ours; BurstboxError('sandbox') when it could not be removed
 */
export async function removeEntry(entry: LedgerEntry): Promise<boolean> {
  if (entry.kind === 'process') return await removeProcess(entry);
  if (entry.kind === 'container') return await removeOurContainer(entry.name);
  if (entry.kind === 'compose') return await removeOurProject(entry.project);
  return entry.kind === 'cgroup' ? await removeCgroup(entry.path) : removeFolder(entry.path);
}

/** A pid that started at another time is another process. */
async function removeProcess(entry: LedgerEntry & { kind: 'process' }): Promise<boolean> {
  const { pid, startTicks, group, mark } = entry;
  const alive = isAlive(pid, startTicks);
  const ended = !alive || (await endProcess(pid, group, GRACE_MS));
  const left = mark !== undefined && killMarked(mark);
  if (ended) return alive || left;
  throw new BurstboxError('sandbox', `process ${pid} is still there after SIGKILL; it waits for a device`, {
    pid,
  });
}

async function removeOurContainer(name: string): Promise<boolean> {
  const container = await inspectContainer(name);
  if (container === undefined) return false;
  if (container.Config.Labels?.[CONTAINER_LABEL] !== name) {
    throw new DistrustedError(
      'sandbox',
      `container ${name} has no label ${CONTAINER_LABEL}, so it is not ours and was left alone`,
      { name },
    );
  }
  await removeContainer(name);
  return true;
}

async function removeOurProject(project: string): Promise<boolean> {
  distrustUnless(PROJECT_NAME.test(project), 'compose project', project);
  return await removeProject(project);
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
  const isFolder = lstatSync(path).isDirectory();
  distrustUnless(
    isFolder && isBelow(path, [tmpdir(), '/tmp']) && basename(path).startsWith(FOLDER_PREFIX),
    'temp folder',
    path,
  );
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
