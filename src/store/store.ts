/**
 * The layout of results/, and the only code that writes there by name. Folders and writing are in store/.
 *
 *   results/latest                       → the newest run, see find-run.ts
 *   results/index.html                   the runs and their trends, see history.ts
 *   results/RUN/run.json verdict.json report.html report.md junit.xml bench.txt, figures.csv with `--csv`
 *   results/CAMPAIGN/                    campaign.json journal.ndjson samples.ndjson summary.json report.md report.html of `capacity`
 *   results/RUN/PROFILE/SCENARIO/        outcome.json summary.json timeline.ndjson intervals.ndjson samples.ndjson history.ndjson stored.ndjson s3-errors.ndjson k6.log target.log
 *                                        cpu.pprof heap-start.pprof heap.pprof goroutine-start.pprof goroutine.pprof verdict.json
 *                                        series.csv with `--csv`
 *                                        goroutine-load.pprof mutex.pprof block.pprof where the service has them, threads.json of a JVM
 *   results/RUN/PROFILE/SCENARIO/search/LEVEL/   the same of a probe of `--search`, which has no verdict of its own
 *   results/RUN/PROFILE/SCENARIO/repeat/2/       the same of the second repeat of `--repeat`; the first is the scenario's own folder
 */
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { BurstboxError } from '../errors.ts';
import { parseJson } from '../files/json.ts';
import { linesOf } from '../files/lines.ts';
import { readText } from '../files/text-file.ts';
import { type SchemaName, whatIsWrong } from '../files/validate.ts';
import { PROGRAM, shownOwn } from '../root.ts';
import { hideInOwnRecord } from '../secrets/secrets.ts';
import { foldersWith } from './folders.ts';
import type { RunRecord, Verdict } from './records/records.ts';
import { writeWhole } from './write-whole.ts';

export * from './folders.ts';
export * from './write-whole.ts';

export const FILES = {
  run: 'run.json',
  verdict: 'verdict.json',
  reportMarkdown: 'report.md',
  reportHtml: 'report.html',
  junit: 'junit.xml',
  bench: 'bench.txt',
  figuresCsv: 'figures.csv',
  seriesCsv: 'series.csv',
  campaign: 'campaign.json',
  journal: 'journal.ndjson',
  outcome: 'outcome.json',
  summary: 'summary.json',
  timeline: 'timeline.ndjson',
  intervals: 'intervals.ndjson',
  samples: 'samples.ndjson',
  history: 'history.ndjson',
  stored: 'stored.ndjson',
  s3Errors: 's3-errors.ndjson',
  k6Log: 'k6.log',
  targetLog: 'target.log',
  cpuProfile: 'cpu.pprof',
  heapStart: 'heap-start.pprof',
  heapEnd: 'heap.pprof',
  goroutineStart: 'goroutine-start.pprof',
  goroutineEnd: 'goroutine.pprof',
  goroutineLoad: 'goroutine-load.pprof',
  mutex: 'mutex.pprof',
  block: 'block.pprof',
  threads: 'threads.json',
} as const;

/** A run's folder name: sorts by time, and two runs of the same second differ. */
export function newRunId(now: Date, seed: number): string {
  const stamp = now.toISOString().slice(0, 19).replace(/[-:]/g, '').replace('T', '-');
  return `${stamp}-${(seed % 0x10000).toString(16).padStart(4, '0')}`;
}

export function writeRecord(path: string, record: object): void {
  writeWhole(path, `${JSON.stringify(hideInOwnRecord(record), null, 2)}\n`);
}

/** @throws BurstboxError results when run.json is missing or damaged, config when it says what no run of ours does, or is too long. */
export function readRun(runFolder: string): RunRecord {
  const path = join(runFolder, FILES.run);
  const value = existsSync(path) ? parsed(readText(path, MAX_RECORD_BYTES)) : undefined;
  if (typeof value !== 'object' || value === null)
    throw new BurstboxError(
      'results',
      `${path} is missing or damaged; expected a record that fits ${shownOwn('schema/run.schema.json')}`,
      { runFolder },
    );
  const misfit = whatIsWrong('run', value);
  if (misfit !== undefined)
    throw new BurstboxError('config', `${path}: ${misfit}; see ${shownOwn('schema/run.schema.json')}`, {
      runFolder,
    });
  return value as RunRecord;
}

/** @throws BurstboxError results when the run was not judged yet. */
export function readVerdict(runFolder: string): Verdict {
  const verdict = readRecord<Verdict>('verdict', join(runFolder, FILES.verdict));
  if (verdict !== undefined) return verdict;
  throw new BurstboxError(
    'results',
    `${runFolder} has no ${FILES.verdict}; run \`${PROGRAM} judge\` on it first`,
    { runFolder },
  );
}

/** That of a run with a hundred scenarios has a few hundred thousand. */
const MAX_RECORD_BYTES = 32 * 1024 * 1024;

/** A stored record, undefined when it is missing, unreadable or does not fit its schema: a crash or a hand may have damaged it. */
export function readRecord<T>(schema: SchemaName, path: string): T | undefined {
  try {
    return fitting<T>(schema, readText(path, MAX_RECORD_BYTES));
  } catch {
    return undefined;
  }
}

function fitting<T>(schema: SchemaName, text: string): T | undefined {
  const value = parsed(text);
  return value !== undefined && whatIsWrong(schema, value) === undefined ? (value as T) : undefined;
}

/** The records of an NDJSON file; what does not fit the schema, such as a last line cut by a crash, is left out. */
export function readLines<T>(schema: SchemaName, path: string): T[] {
  return [...eachLine<T>(schema, path)];
}

/** The same one by one, for files of which there is more than should be held. */
export function* eachLine<T>(schema: SchemaName, path: string, maxLines?: number): Generator<T, void> {
  for (const line of linesOf(path, maxLines)) {
    const value = line === '' ? undefined : parsed(line);
    if (value !== undefined && whatIsWrong(schema, value) === undefined) yield value as T;
  }
}

/** The folders of a run in which something is noted that it may have left on its target. */
export function storedFolders(runFolder: string): string[] {
  return foldersWith(runFolder, FILES.stored);
}

function parsed(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}

export function isFilled(path: string): boolean {
  return existsSync(path) && statSync(path).size > 0;
}
