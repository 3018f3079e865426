/**
 * Runs to compare with, by name, in results/baselines/NAME: as a run lies, but only what a comparison reads. Its place
 * holds no run of its own, so that nothing that lists runs takes it for one.
 */
import { cpSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { BurstboxError } from '../errors.ts';
import { onDisk } from '../files/on-disk.ts';
import { isRegularFile } from '../files/regular-file.ts';
import type { LedgerEntry } from '../ledger/ledger.ts';
import { ownLedger } from '../ledger/own.ts';
import { findRun } from './find-run.ts';
import type { RunRecord } from './records/records.ts';
import { FILES, readRun, repeatFolders, scenarioFolder } from './store.ts';

const BASELINES_FOLDER = 'baselines';
/** Begins with no dot, so that no name leads out of the folder or hides in it. */
const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/;
/** The word for the newest run would then mean two things. */
const TAKEN = 'latest';

const RUN_FILES = [FILES.run, FILES.verdict];
const REPEAT_FILES = [FILES.outcome, FILES.summary, FILES.timeline, FILES.samples, FILES.cpuProfile];

/**
 * Copies a run, in place of an earlier baseline of that name.
 * @param runName as findRun takes it.
 * @returns whether there was one.
 * @throws BurstboxError usage when it cannot be a name; results when there is no such run; machine when the disk refuses.
 *   The earlier one is still there then.
 */
export function saveBaseline(
  name: string,
  runName: string,
  out: string,
): { folder: string; run: RunRecord; replaced: boolean } {
  refuseBadName(name);
  const runFolder = findRun(runName, out);
  const run = readRun(runFolder);
  const folder = resolve(out, BASELINES_FOLDER, name);
  const hidden = (what: string) => join(dirname(folder), `.${name}.${process.pid}.${what}`);
  const entries: LedgerEntry[] = [
    { kind: 'draft', path: hidden('part') },
    { kind: 'aside', path: hidden('old'), place: folder },
  ];
  const replaced = existsSync(folder);
  onDisk(folder, () => {
    try {
      for (const entry of entries) ownLedger.add(entry);
      copyRun(run, runFolder, hidden('part'));
      if (replaced) renameSync(folder, hidden('old'));
      renameSync(hidden('part'), folder);
    } finally {
      for (const what of ['part', 'old']) rmSync(hidden(what), { recursive: true, force: true });
      for (const entry of entries) ownLedger.remove(entry);
    }
  });
  return { folder, run, replaced };
}

/** The folder of a baseline; undefined when there is none of that name. */
export function findBaseline(name: string, out: string): string | undefined {
  const folder = resolve(out, BASELINES_FOLDER, name);
  return NAME.test(name) && existsSync(join(folder, FILES.run)) ? folder : undefined;
}

/** @throws BurstboxError results when there is none of that name. */
export function baselineNamed(name: string, out: string): string {
  refuseBadName(name);
  const folder = findBaseline(name, out);
  if (folder !== undefined) return folder;
  const known = baselineNames(out);
  const hint = known.length === 0 ? 'there are none' : `available: ${known.join(', ')}`;
  throw new BurstboxError(
    'results',
    `no baseline "${name}" in ${join(out, BASELINES_FOLDER)}; ${hint}; \`baseline save ${name}\` creates one from the newest run`,
    { name },
  );
}

export function baselineNames(out: string): string[] {
  const folder = resolve(out, BASELINES_FOLDER);
  const names = existsSync(folder) ? readdirSync(folder) : [];
  return names.filter((name) => findBaseline(name, out) !== undefined).sort();
}

function refuseBadName(name: string): void {
  if (NAME.test(name) && name !== TAKEN) return;
  throw new BurstboxError(
    'usage',
    `baseline name "${name}": expected up to 100 letters, digits, dots, dashes and underscores, a letter or digit first, and not "${TAKEN}"`,
    { name },
  );
}

function copyRun({ profiles, scenarios }: RunRecord, runFolder: string, to: string): void {
  const repeats = profiles.flatMap((profile) =>
    scenarios.flatMap((scenario) => repeatFolders(scenarioFolder(runFolder, profile.name, scenario.name))),
  );
  copyFiles(RUN_FILES, runFolder, to);
  for (const folder of repeats) copyFiles(REPEAT_FILES, folder, join(to, relative(runFolder, folder)));
}

function copyFiles(files: string[], from: string, to: string): void {
  const there = files.filter((file) => isRegularFile(join(from, file)));
  if (there.length > 0) mkdirSync(to, { recursive: true });
  for (const file of there) cpSync(join(from, file), join(to, file));
}
