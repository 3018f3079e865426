/** One side of a comparison: a run or a baseline, and what every repeat of it measured. */
import { join } from 'node:path';
import type { Status } from '../../contract/contract.ts';
import { findBaseline } from '../../store/baselines.ts';
import { findRun } from '../../store/find-run.ts';
import type { RunRecord, Verdict } from '../../store/records/records.ts';
import { FILES, isFilled, readRecord, readRun, repeatFolders, scenarioFolder } from '../../store/store.ts';
import { type Evidence, readEvidence } from '../evidence.ts';
import { headline } from '../headline.ts';

export interface Side {
  name: string;
  isBaseline: boolean;
  folder: string;
  run: RunRecord;
  played: Played[];
}

/** A scenario on a profile that was played at least once. */
export interface Played {
  profile: string;
  scenario: string;
  status?: Status;
  /** The first sentence of its verdict; empty for one that is healthy. */
  headline?: string;
  /** Folders of its repeats, in their order. */
  folders: string[];
}

/**
 * @param name of a baseline, or a run as everywhere: a folder, an id, `latest`. A run comes first.
 * @throws BurstboxError results when it is neither.
 */
export function findSide(name: string, out: string): Side {
  const baseline = findBaseline(name, out);
  try {
    return runSide(findRun(name, out));
  } catch (error) {
    if (baseline === undefined) throw error;
    return baselineSide(name, baseline);
  }
}

/** @throws BurstboxError results when its run.json is missing or damaged. */
export function runSide(folder: string): Side {
  const run = readRun(folder);
  return { name: run.id, isBaseline: false, folder, run, played: playedIn(folder, run) };
}

/** @throws BurstboxError results when its run.json is missing or damaged. */
export function baselineSide(name: string, folder: string): Side {
  return { ...runSide(folder), name, isBaseline: true };
}

/** Everything stored of one repeat. */
export function evidenceOf(
  { run }: Side,
  { profile, scenario }: Played,
  folder: string,
  read = readEvidence,
): Evidence[] {
  const box = run.profiles.find(({ name }) => name === profile);
  const plan = run.scenarios.find(({ name }) => name === scenario);
  return box === undefined || plan === undefined ? [] : [read(folder, run, box, plan)];
}

function playedIn(runFolder: string, run: RunRecord): Played[] {
  const verdict = readRecord<Verdict>('verdict', join(runFolder, FILES.verdict));
  return run.profiles.flatMap(({ name: profile }) =>
    run.scenarios.flatMap(({ name: scenario }) => {
      const folders = repeatFolders(scenarioFolder(runFolder, profile, scenario)).filter((folder) =>
        isFilled(join(folder, FILES.outcome)),
      );
      const judged = verdict?.profiles
        .find(({ name }) => name === profile)
        ?.scenarios.find(({ name }) => name === scenario);
      if (folders.length === 0) return [];
      const said = judged === undefined ? {} : { status: judged.status, headline: headline(judged) };
      return [{ profile, scenario, folders, ...said }];
    }),
  );
}
