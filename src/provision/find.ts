/** The tool that is there already. */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { cachedPaths } from './cache.ts';
import type { Job } from './job.ts';
import { findOnPath } from './search-path.ts';
import type { Tool } from './tool.ts';
import { check } from './version.ts';

export interface Ready {
  /** Absolute path of the program. */
  path: string;
  /** As the tool writes it, such as `v2.2.0`. */
  version: string;
  source: Tool['variable'] | 'PATH' | 'cache' | 'download' | 'build';
}

/** One that is there but cannot be used; `why` follows the path: `is not executable`. */
export interface Rejected {
  path: string;
  source: Ready['source'];
  why: string;
}

export interface Found {
  ready: Ready | undefined;
  /** In the order in which they were looked at. */
  rejected: Rejected[];
}

/** Looks at the tool's variable, else at PATH and the cache, in this order; never rejects but for an abort. */
export async function find(job: Pick<Job, 'tool' | 'env' | 'signal' | 'patience'>): Promise<Found> {
  const rejected: Rejected[] = [];
  for (const { source, path } of await candidates(job.tool, job.env)) {
    const checked = await check(path, job);
    if (checked.ok) return { ready: { path, version: checked.version, source }, rejected };
    rejected.push({ path, source, why: checked.why });
  }
  return { ready: undefined, rejected };
}

/** The variable stands alone: who names a program wants that one or an error, not another. */
async function candidates(tool: Tool, env: NodeJS.ProcessEnv): Promise<Pick<Ready, 'source' | 'path'>[]> {
  const named = env[tool.variable];
  if (named) return [{ source: tool.variable, path: resolve(named) }];
  const onPath = await findOnPath(tool.name, env);
  const cached = cachedPaths(tool, env).filter((path) => existsSync(path));
  return [
    ...(onPath === undefined ? [] : [{ source: 'PATH' as const, path: onPath }]),
    ...cached.map((path) => ({ source: 'cache' as const, path })),
  ];
}
