/** Stored runs by name, and the newest of a results folder: a link to it for people and scripts, found without one too. */
import { existsSync, lstatSync, readdirSync, type Stats, statSync, symlinkSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { BurstboxError } from '../errors.ts';
import { diskError } from '../files/on-disk.ts';
import type { RunRecord } from './records/records.ts';
import { FILES, readRecord } from './store.ts';
import { putWhole } from './write-whole.ts';

export const LATEST = 'latest';

/**
 * The folder of a stored run, by path, by id below results/, or `latest`, which is the one that began last.
 * @throws BurstboxError results when there is no run.json in it.
 */
export function findRun(name: string, out: string): string {
  const newest = name === LATEST ? newestRun(out)?.folder : undefined;
  const candidates = [resolve(name), resolve(out, name)];
  const found = newest ?? candidates.find(isRun);
  if (found !== undefined) return found;
  const known = runNames(out).slice(-3);
  const hint =
    known.length === 0 ? `there are no runs in ${out}` : `newest runs in ${out}: ${known.join(', ')}`;
  throw new BurstboxError(
    'results',
    `no run "${name}": neither ${candidates.join(' nor ')} holds a ${FILES.run}; ${hint}`,
    { name },
  );
}

/** A run that is still played and was found as the newest: what is to be said of that; undefined where there is nothing. */
export function inProgressText(
  name: string,
  { id, state }: Pick<RunRecord, 'id' | 'state'>,
): string | undefined {
  return name === LATEST && state === 'running'
    ? `"${LATEST}" is run ${id}, which is still in progress: it shows only what has been played so far`
    : undefined;
}

/** By what the runs say, not by the link, which another user's or a full disk may keep where it was. */
export function newestRun(out: string): { folder: string; startedAtMs: number } | undefined {
  const runs = runNames(out).flatMap((name) => {
    const run = readRecord<RunRecord>('run', join(out, name, FILES.run));
    return run === undefined ? [] : [{ folder: resolve(out, name), startedAtMs: run.startedAtMs }];
  });
  return runs.sort((a, b) => b.startedAtMs - a.startedAtMs)[0];
}

/** Sorted, which is by time; the link to the newest is no other run. */
function runNames(out: string): string[] {
  const names = statSync(out, { throwIfNoEntry: false })?.isDirectory() ? readdirSync(out) : [];
  return names.filter((name) => isRun(join(out, name)) && !isLinkToNewest(join(out, name))).sort();
}

function isRun(folder: string): boolean {
  return existsSync(join(folder, FILES.run));
}

function isLinkToNewest(path: string): boolean {
  return basename(path) === LATEST && lookAt(path)?.isSymbolicLink() === true;
}

/**
 * Points results/latest at a run.
 * @returns in words why it does not, when something stands there; undefined also where links need rights that we lack (Windows)
 */
export function pointLatest(runFolder: string): string | undefined {
  const link = join(dirname(runFolder), LATEST);
  const there = lookAt(link);
  if (there !== undefined && !there.isSymbolicLink())
    return `${link} is not a link and is left alone; ${ALL_THE_SAME}`;
  try {
    putWhole(link, (draft) => symlinkSync(basename(runFolder), draft, 'dir'));
    return undefined;
  } catch (error) {
    return there && `${diskError(link, error).message}; it leads to an earlier run, but ${ALL_THE_SAME}`;
  }
}

const ALL_THE_SAME = `"${LATEST}" on the command line means the run that started last`;

function lookAt(path: string): Stats | undefined {
  return lstatSync(path, { throwIfNoEntry: false });
}
