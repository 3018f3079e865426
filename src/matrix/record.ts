/** matrix.json: every cell that was played, and what it came to. schema/matrix.schema.json describes it. */
import type { Status } from '../contract/contract.ts';
import { EXIT } from '../errors.ts';
import type { Recovered } from './planted.ts';
import type { Result } from './score.ts';

/** One row, played once. */
export interface Cell {
  row: string;
  /** From 1: with --repeat all rows are played once, then all again. */
  round: number;
  scenario: string;
  fault?: string;
  /** What follows `node run.mjs` to play this cell alone. */
  argv: string[];
  expected: string;
  result: Result;
  /** What the verdict named first. */
  found: string;
  /** What is wrong, in one sentence; absent for a hit. */
  why?: string;
  planted?: Recovered;
  /** Its folder, beside matrix.json. */
  run: string;
  status: Status;
  /** The sentence that a person reads first; empty when there is nothing to say. */
  headline: string;
  /** Ids of the doubts about the measurement. */
  doubts: string[];
  seconds: number;
}

export interface MatrixRecord {
  schema: 'burstbox/matrix/1';
  id: string;
  burstbox: { version: string };
  argv: string[];
  startedAtMs: number;
  finishedAtMs?: number;
  state: 'running' | 'finished' | 'interrupted' | 'failed';
  rows: number;
  repeat: number;
  /** How many cells came to what. */
  counts: Record<Result, number>;
  cells: Cell[];
  /** Rows that this machine lacks something for, and what. */
  skipped?: { row: string; why: string }[];
}

export function countsOf(cells: Pick<Cell, 'result'>[]): MatrixRecord['counts'] {
  const counts = { hit: 0, miss: 0, 'false-alarm': 0, unknown: 0 };
  for (const { result } of cells) counts[result]++;
  return counts;
}

/** 1 for a miss or a false alarm, 2 when nothing could be judged. */
export function exitCodeOf({ counts }: Pick<MatrixRecord, 'counts'>): number {
  if (counts.miss + counts['false-alarm'] > 0) return EXIT.critical;
  return counts.hit === 0 ? EXIT.unknown : EXIT.ok;
}
