/** The k6 that is there already. */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { cachedPaths } from './cache.ts';
import type { Job } from './job.ts';
import { findOnPath } from './search-path.ts';
import { checkK6 } from './version.ts';

export interface K6 {
  /** Absolute path of the program. */
  path: string;
  /** As k6 writes it, such as `v2.2.0`. */
  version: string;
  source: 'K6_BIN' | 'PATH' | 'cache' | 'download' | 'build';
}

/** A k6 that is there but cannot be used; `why` follows the path: `is not executable`. */
export interface RejectedK6 {
  path: string;
  source: K6['source'];
  why: string;
}

export interface FoundK6 {
  k6: K6 | undefined;
  /** In the order in which they were looked at. */
  rejected: RejectedK6[];
}

/** Looks at K6_BIN, else at PATH and the cache, in this order; never rejects but for an abort. */
export async function find(job: Pick<Job, 'env' | 'signal' | 'patience'>): Promise<FoundK6> {
  const rejected: RejectedK6[] = [];
  for (const { source, path } of await candidates(job.env)) {
    const checked = await checkK6(path, job);
    if (checked.ok) return { k6: { path, version: checked.version, source }, rejected };
    rejected.push({ path, source, why: checked.why });
  }
  return { k6: undefined, rejected };
}

/** K6_BIN stands alone: who names a k6 wants that one or an error, not another. */
async function candidates(env: NodeJS.ProcessEnv): Promise<Pick<K6, 'source' | 'path'>[]> {
  if (env.K6_BIN) return [{ source: 'K6_BIN', path: resolve(env.K6_BIN) }];
  const onPath = await findOnPath('k6', env);
  const cached = (await cachedPaths(env)).filter((path) => existsSync(path));
  return [
    ...(onPath === undefined ? [] : [{ source: 'PATH' as const, path: onPath }]),
    ...cached.map((path) => ({ source: 'cache' as const, path })),
  ];
}
