/** The folders of a run: see store.ts for the layout. */
import { existsSync, lstatSync, readdirSync, rmdirSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { makeFolder } from '../files/make-folder.ts';
import { onDisk } from '../files/on-disk.ts';
import { ownLedger } from '../ledger/own.ts';
import { within } from './within.ts';

export interface RunFolder {
  path: string;
  /** Takes it away, with those above it that were made for it, when nothing was written because the run could not begin. */
  removeIfEmpty(): void;
}

/** Makes results/RUN. @throws BurstboxError machine when it cannot be written. */
export function createRunFolder(out: string, id: string): RunFolder {
  const path = resolve(out, id);
  const made = missing(path).map((each) => ({ kind: 'results', path: each }) as const);
  const removeIfEmpty = () => {
    for (const entry of made.toReversed()) {
      removeEmpty(entry.path);
      ownLedger.remove(entry);
    }
  };
  try {
    onDisk(path, () => {
      for (const entry of made) ownLedger.add(entry);
      makeFolder(path);
    });
    return { path, removeIfEmpty };
  } catch (error) {
    removeIfEmpty();
    throw error;
  }
}

function removeEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {
    // it holds something
  }
}

/** A folder and those above it that are not there, the highest first. */
function missing(folder: string): string[] {
  return existsSync(folder) ? [] : [...missing(dirname(folder)), folder];
}

/** Makes results/RUN/PROFILE/SCENARIO, or the folder of a later repeat in it. */
export function createScenarioFolder(run: string, profile: string, scenario: string, repeat = 1): string {
  const folder = join(scenarioFolder(run, profile, scenario), repeatPath(repeat));
  onDisk(folder, () => makeFolder(folder));
  return folder;
}

const SEARCH_FOLDER = 'search';

/** Makes results/RUN/PROFILE/SCENARIO/search/LEVEL. @throws BurstboxError machine when it cannot be written. */
export function createProbeFolder(folder: string, level: number): string {
  const probe = join(folder, SEARCH_FOLDER, String(level));
  onDisk(probe, () => makeFolder(probe));
  return probe;
}

/** The folders of a scenario's probes, the lowest level first. */
export function probeFolders(folder: string): string[] {
  return numberedFolders(join(folder, SEARCH_FOLDER));
}

function numberedFolders(parent: string): string[] {
  const names = isFolder(parent) ? readdirSync(parent).filter((name) => /^[1-9]\d*$/.test(name)) : [];
  return names
    .sort((a, b) => Number(a) - Number(b))
    .map((name) => join(parent, name))
    .filter(isFolder);
}

/** What is written there lies in the run: a link is none. */
function isFolder(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

const REPEAT_FOLDER = 'repeat';

/** Where a repeat lies, counted from 1: the first is the scenario itself. Relative to the scenario's folder. */
export function repeatPath(repeat: number): string {
  return repeat === 1 ? '' : join(REPEAT_FOLDER, String(repeat));
}

/** The folders of a scenario's repeats in their order, the first of which is its own. */
export function repeatFolders(folder: string): [own: string, ...later: string[]] {
  return [folder, ...numberedFolders(join(folder, REPEAT_FOLDER))];
}

/** The folders below a run's that hold a file of this name. */
export function foldersWith(runFolder: string, name: string): string[] {
  const files = readdirSync(runFolder, { recursive: true, encoding: 'utf8' });
  return files.filter((file) => basename(file) === name).map((file) => dirname(join(runFolder, file)));
}

/** @throws BurstboxError config when a name that a stored run holds leads out of it. */
export function scenarioFolder(runFolder: string, profile: string, scenario: string): string {
  return within(runFolder, [profile, ...scenario.split('/')]);
}
