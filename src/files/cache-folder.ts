/** Where things are kept that are made or fetched once, for all projects of a user. */
import { lstatSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { isAbsolute, join } from 'node:path';

/** XDG Base Directory Specification: a relative XDG_CACHE_HOME is to be ignored. */
export function userCache(env: NodeJS.ProcessEnv): string {
  const xdg = env.XDG_CACHE_HOME;
  const base = xdg !== undefined && isAbsolute(xdg) ? xdg : join(env.HOME || homedir(), '.cache');
  return join(base, 'burstbox');
}

/** For containers that run under a user id without a home. Use it only where `isOurs` says so. */
export function spareCache(env: NodeJS.ProcessEnv): string {
  return join(env.TMPDIR || tmpdir(), `burstbox-${process.getuid?.() ?? 'user'}`);
}

/** In a temp folder that all users share, a program may only be run from a folder that nobody else can write to. */
export function isOurs(folder: string): boolean {
  const stats = lstatSync(folder, { throwIfNoEntry: false });
  if (stats === undefined || process.getuid === undefined) return stats?.isDirectory() === true;
  return stats.isDirectory() && stats.uid === process.getuid() && (stats.mode & 0o022) === 0;
}
