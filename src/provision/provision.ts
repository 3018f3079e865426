/** Gets a tool that burstbox can use, such as k6: one that is there, else the official release, else a build from source. */
import { chmod, rename } from 'node:fs/promises';
import { BurstboxError, reason } from '../errors.ts';
import { downloadRelease } from './archive.ts';
import { openStaging, type Staging } from './cache.ts';
import { diskFull, isDiskFull } from './disk-full.ts';
import { type Found, find, type Ready, type Rejected } from './find.ts';
import { buildFromSource } from './go-build.ts';
import { type Job, PATIENCE, type Patience } from './job.ts';
import type { Tool } from './tool.ts';
import { check } from './version.ts';

export type { Found, Ready, Rejected };

export interface FindOptions {
  /** Default `process.env`; read are the tool's own variables, PATH, XDG_CACHE_HOME and HOME. */
  env?: NodeJS.ProcessEnv;
  signal?: AbortSignal | undefined;
  /** Only tests have less of it. */
  patience?: Partial<Patience>;
}

export interface ProvisionOptions extends FindOptions {
  /** Project folder; the pinned sources lie in its src/provision. */
  root: string;
  /** Takes one line for people. Long steps report every five seconds. */
  progress(line: string): void;
}

/** The ways to get a tool that is not there, in order. Each returns the path of a program inside the staging folder. */
const WAYS = [
  { source: 'download', make: downloadRelease, has: ({ releases }: Tool) => releases !== undefined },
  { source: 'build', make: buildFromSource, has: () => true },
] as const;

/**
 * Finds a tool, or downloads or builds it into the cache. Uses no network when there is a fitting one already.
 * @throws BurstboxError `provision` when the one that is named by its variable is unusable or every way failed,
 *   `machine` when the disk is full or no cache folder can be written, `config` for a bad address of a mirror,
 *   `interrupted` when the signal fires
 */
export async function provision(tool: Tool, options: ProvisionOptions): Promise<Ready> {
  const job: Job = { ...toJob(tool, options), root: options.root, progress: options.progress };
  const { ready, rejected } = await find(job);
  for (const one of rejected) {
    if (one.source === tool.variable) throw unusable(tool, one);
    job.progress(`skipping the ${tool.name} of ${one.source}: ${one.path} ${one.why}`);
  }
  return ready ?? (await obtain(job, rejected));
}

/** What provision would find without fetching anything, and what it would pass over and why. */
export async function findTool(tool: Tool, options: FindOptions = {}): Promise<Found> {
  return await find(toJob(tool, options));
}

function toJob(tool: Tool, { env, signal, patience }: FindOptions): Omit<Job, 'root' | 'progress'> {
  return {
    tool,
    env: env ?? process.env,
    signal: signal ?? new AbortController().signal,
    patience: { ...PATIENCE, ...patience },
  };
}

async function obtain(job: Job, rejected: Rejected[]): Promise<Ready> {
  let staging: Staging | undefined;
  try {
    staging = await openStaging(job.tool, job.env);
    return await firstThatWorks(job, staging, rejected);
  } catch (error) {
    throw isDiskFull(error) ? diskFull(job.tool, `getting ${job.tool.name}`, error) : error;
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

async function firstThatWorks(job: Job, staging: Staging, rejected: Rejected[]): Promise<Ready> {
  const failures: string[] = [];
  for (const { source, make } of WAYS.filter(({ has }) => has(job.tool))) {
    const last = failures.at(-1);
    if (last !== undefined) job.progress(`no ${job.tool.name} by ${last}`);
    try {
      const version = await keep(job, await make(job, staging.folder), staging.finished);
      job.progress(`${job.tool.name} ${version} is ready in ${staging.finished}`);
      return { path: staging.finished, version, source };
    } catch (error) {
      if (!(error instanceof BurstboxError) || error.code !== 'provision') throw error;
      failures.push(`${source}: ${error.message}`);
    }
  }
  throw nothingWorked(job.tool, rejected, failures);
}

/** Moves a new program into the cache, once it has shown its version: what is in the cache has always worked once. */
async function keep(job: Job, made: string, finished: string): Promise<string> {
  await chmod(made, 0o755);
  const checked = await check(made, job);
  const { name } = job.tool;
  if (!checked.ok)
    throw new BurstboxError('provision', `The new ${name} ${checked.why}.`, { why: checked.why });
  await rename(made, finished);
  return checked.version;
}

function unusable({ name, variable, wanted }: Tool, { path, why }: Rejected): BurstboxError {
  return new BurstboxError(
    'provision',
    `${variable} is ${path}, which ${why}; set it to the path of a ${name} ${wanted}, or unset it and burstbox will find or fetch one.`,
    { path, why },
  );
}

function nothingWorked(tool: Tool, rejected: Rejected[], failures: string[]): BurstboxError {
  const tried = [...rejected.map(({ source, path, why }) => `${source}: ${path} ${why}.`), ...failures];
  return new BurstboxError(
    'provision',
    [
      `There is no ${tool.name} ${tool.wanted}, and none could be fetched:`,
      ...tried.map((line) => `  ${line}`),
      `Install ${tool.name} ${tool.version} (${tool.installUrl}) on PATH, or set ${tool.variable} to its path.`,
    ].join('\n'),
    { tried },
  );
}
