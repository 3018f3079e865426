/** Where a tool that was downloaded or built is kept for the next run. */
import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { BurstboxError, reason } from '../errors.ts';
import { isOurs, spareCache, userCache } from '../files/cache-folder.ts';
import { makeFolder } from '../files/make-folder.ts';
import { ownLedger } from '../ledger/own.ts';
import { isDiskFull } from './disk-full.ts';
import { fileOf, type Tool, thisPlatform } from './tool.ts';

/** A private folder beside the place where the finished file goes: a rename from one to the other is atomic. */
export interface Staging {
  folder: string;
  /** Where the finished program belongs. */
  finished: string;
  /** Takes the folder away with all that is in it. A killed compiler may need a moment to let go of its files. */
  remove(): Promise<void>;
}

const STAGING_PREFIX = 'partial-';

/** No download or build takes a day, so what is older was left by a process that was killed. */
const STALE_MS = 86_400_000;

/** Places where a cached tool may lie, best first. */
export function cachedPaths(tool: Tool, env: NodeJS.ProcessEnv): string[] {
  const spare = spareCache(env);
  const folders = [userCache(env), ...(isOurs(spare) ? [spare] : [])];
  return folders.map((folder) => join(toolFolder(tool, folder), fileOf(tool)));
}

/**
 * Makes a staging folder in the first cache folder that can be written; the caller removes it.
 * @throws BurstboxError `machine` when there is none
 */
export async function openStaging(tool: Tool, env: NodeJS.ProcessEnv): Promise<Staging> {
  const refused: string[] = [];
  for (const cache of [userCache(env), spareCache(env)]) {
    const folder = toolFolder(tool, cache);
    try {
      makeFolder(folder, 0o700);
      if (cache === spareCache(env) && !isOurs(cache))
        throw new Error(`${cache} can be written to by others`);
      await removeStale(folder);
      return { ...(await makeStaging(folder)), finished: join(folder, fileOf(tool)) };
    } catch (error) {
      if (isDiskFull(error)) throw error;
      refused.push(reason(error));
    }
  }
  throw new BurstboxError(
    'machine',
    `There is no folder to keep ${tool.name} in (${refused.join('; ')}); set XDG_CACHE_HOME to a folder that you can write to.`,
    { refused },
  );
}

async function makeStaging(parent: string): Promise<Pick<Staging, 'folder' | 'remove'>> {
  const folder = join(parent, `${STAGING_PREFIX}${randomUUID()}`);
  const entry = { kind: 'folder', path: folder } as const;
  ownLedger.add(entry);
  await mkdir(folder, { mode: 0o700 });
  return {
    folder,
    async remove() {
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
      ownLedger.remove(entry);
    },
  };
}

function toolFolder(tool: Tool, cache: string): string {
  return join(cache, tool.name, tool.version, thisPlatform());
}

async function removeStale(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (!name.startsWith(STAGING_PREFIX)) continue;
    const path = join(folder, name);
    // Another process may delete its own staging folder at this very moment.
    const changedMs = await stat(path).then(
      (stats) => stats.mtimeMs,
      () => Date.now(),
    );
    if (Date.now() - changedMs > STALE_MS) await rm(path, { recursive: true, force: true });
  }
}
