/** Gets a k6 that burstbox can use: one that is there, else the official release, else a build from source. */
import { chmod, rename } from 'node:fs/promises';
import { BurstboxError, reason } from '../errors.ts';
import { downloadK6 } from './archive.ts';
import { openStaging, type Staging } from './cache.ts';
import { diskFull, isDiskFull } from './disk-full.ts';
import { type FoundK6, find, type K6, type RejectedK6 } from './find.ts';
import { buildK6 } from './go-build.ts';
import { type Job, PATIENCE, type Patience } from './job.ts';
import { K6_VERSION, K6_WANTED } from './release.ts';
import { checkK6 } from './version.ts';

export type { FoundK6, K6, RejectedK6 };

export interface FindOptions {
  /** Default `process.env`; read are K6_BIN, PATH, XDG_CACHE_HOME and HOME. */
  env?: NodeJS.ProcessEnv;
  signal?: AbortSignal | undefined;
  /** Only tests have less of it. */
  patience?: Partial<Patience>;
}

export interface ProvisionOptions extends FindOptions {
  /** Project folder; src/provision/k6-source lies in it. */
  root: string;
  /** Takes one line for people. Long steps report every five seconds. */
  progress(line: string): void;
}

/** The ways to get a k6 that is not there, in order. Each returns the path of a program inside the staging folder. */
const WAYS = [
  { source: 'download', make: downloadK6 },
  { source: 'build', make: buildK6 },
] as const;

/**
 * Finds k6, or downloads or builds it into the cache. Uses no network when there is a fitting one already.
 * `K6_RELEASE_BASE_URL` names a mirror of https://github.com/grafana/k6/releases/download.
 * @throws BurstboxError `provision` when K6_BIN is unusable or every way failed, `machine` when the disk is full or
 *   no cache folder can be written, `config` for a bad K6_RELEASE_BASE_URL, `interrupted` when the signal fires
 */
export async function provisionK6(options: ProvisionOptions): Promise<K6> {
  const job: Job = { ...toJob(options), root: options.root, progress: options.progress };
  const { k6, rejected } = await find(job);
  for (const one of rejected) {
    if (one.source === 'K6_BIN') throw unusableK6Bin(one);
    job.progress(`skipping the k6 of ${one.source}: ${one.path} ${one.why}`);
  }
  return k6 ?? (await obtain(job, rejected));
}

/** What provisionK6 would find without fetching anything, and what it would pass over and why. */
export async function findK6(options: FindOptions = {}): Promise<FoundK6> {
  return await find(toJob(options));
}

function toJob({ env, signal, patience }: FindOptions): Pick<Job, 'env' | 'signal' | 'patience'> {
  return {
    env: env ?? process.env,
    signal: signal ?? new AbortController().signal,
    patience: { ...PATIENCE, ...patience },
  };
}

async function obtain(job: Job, rejected: RejectedK6[]): Promise<K6> {
  let staging: Staging | undefined;
  try {
    staging = await openStaging(job.env);
    return await firstThatWorks(job, staging, rejected);
  } catch (error) {
    throw isDiskFull(error) ? diskFull('getting k6', error) : error;
  } finally {
    if (staging) await removeStaging(job, staging);
  }
}

/** What cannot be removed must not hide the first error. */
async function removeStaging(job: Job, { folder, remove }: Staging): Promise<void> {
  await remove().catch((error) => {
    job.progress(`${folder} could not be removed (${reason(error)}); delete it.`);
  });
}

async function firstThatWorks(job: Job, staging: Staging, rejected: RejectedK6[]): Promise<K6> {
  const failures: string[] = [];
  for (const { source, make } of WAYS) {
    const last = failures.at(-1);
    if (last !== undefined) job.progress(`no k6 by ${last}`);
    try {
      const version = await keep(job, await make(job, staging.folder), staging.finished);
      job.progress(`k6 ${version} is ready in ${staging.finished}`);
      return { path: staging.finished, version, source };
    } catch (error) {
      if (!(error instanceof BurstboxError) || error.code !== 'provision') throw error;
      failures.push(`${source}: ${error.message}`);
    }
  }
  throw nothingWorked(rejected, failures);
}

/** Moves a new k6 into the cache, once it has shown its version: what is in the cache has always worked once. */
async function keep(job: Job, made: string, finished: string): Promise<string> {
  await chmod(made, 0o755);
  const checked = await checkK6(made, job);
  if (!checked.ok) throw new BurstboxError('provision', `The new k6 ${checked.why}.`, { why: checked.why });
  await rename(made, finished);
  return checked.version;
}

function unusableK6Bin({ path, why }: RejectedK6): BurstboxError {
  return new BurstboxError(
    'provision',
    `K6_BIN is ${path}, which ${why}; set it to the path of a k6 ${K6_WANTED}, or unset it and burstbox will find or fetch one.`,
    { path, why },
  );
}

function nothingWorked(rejected: RejectedK6[], failures: string[]): BurstboxError {
  const tried = [...rejected.map(({ source, path, why }) => `${source}: ${path} ${why}.`), ...failures];
  return new BurstboxError(
    'provision',
    [
      `There is no k6 ${K6_WANTED}, and none could be fetched:`,
      ...tried.map((line) => `  ${line}`),
      `Install k6 ${K6_VERSION} (https://grafana.com/docs/k6/latest/set-up/install-k6/) on PATH, or set K6_BIN to its path.`,
    ].join('\n'),
    { tried },
  );
}
