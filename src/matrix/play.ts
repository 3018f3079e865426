/** Plays the rows one after the other, each as the run that a user would type, and keeps matrix.json up to date. */
import { basename, join } from 'node:path';
import { BurstboxError, reason } from '../errors.ts';
import { headline } from '../judge/headline.ts';
import { planSeconds } from '../plan/plan.ts';
import { ownVersion } from '../run/describe-run.ts';
import { MEANS, type Order, runAll } from '../run/pipeline.ts';
import type { Progress } from '../run/progress.ts';
import { searchSeconds } from '../run/search/search.ts';
import type { DriverName } from '../sandbox/sandbox.ts';
import { writeRecord } from '../store/store.ts';
import { besideBusyPrograms } from './busy-machine.ts';
import { CAMPAIGN_SECONDS, playCampaign } from './capacity/play.ts';
import type { CampaignRow } from './capacity/rows.ts';
import { writeGoTarget } from './go/service.ts';
import { type Cell, countsOf, type MatrixRecord } from './record.ts';
import type { Row } from './rows.ts';
import { behindProxy } from './s3/behind-proxy.ts';
import { expectedText, score } from './score.ts';

/** The box of every row: the smallest, which leaves k6 a core on a machine of two. */
const PROFILE = 't3-micro';
export const MATRIX_FILE = 'matrix.json';

/** What a command line asks for. @throws BurstboxError when it names what is not there */
export type ReadOrder = (argv: string[]) => Order;

export interface Matrix {
  id: string;
  argv: string[];
  rows: Row[];
  repeat: number;
  sandbox: 'auto' | DriverName;
  /** Where matrix.json is written, and the runs below it. */
  folder: string;
  readOrder: ReadOrder;
}

/** One row in one round. */
interface Turn {
  row: Row;
  round: number;
  what: { order: Order } | { campaign: CampaignRow };
}

/** @throws BurstboxError when the machine refuses to go on; what was played until then is on disk. */
export async function playMatrix(
  matrix: Matrix,
  progress: Progress,
  interrupted: AbortSignal,
): Promise<MatrixRecord> {
  const { rows, skipped } = await withTargets(matrix, progress, interrupted);
  const turns = turnsOf({ ...matrix, rows });
  let record = { ...newRecord(matrix), ...(skipped.length === 0 ? {} : { skipped }) };
  const save = (changes: Partial<MatrixRecord>) => {
    record = { ...record, ...changes };
    writeRecord(join(matrix.folder, MATRIX_FILE), record);
  };
  try {
    for (const [index, turn] of turns.entries()) {
      const cell = await playTurn(turn, matrix, placed(progress, turns, index), interrupted);
      if (interrupted.aborted) break;
      progress.note(`${cell.row}: ${cell.result}${cell.why === undefined ? '' : `: ${cell.why}`}`);
      const cells = [...record.cells, cell];
      save({ cells, counts: countsOf(cells) });
    }
  } catch (thrown) {
    const isOurs = thrown instanceof BurstboxError && thrown.code === 'interrupted';
    if (record.cells.length > 0 && !isOurs) save({ state: 'failed', finishedAtMs: Date.now() });
    if (!isOurs) throw thrown;
  }
  save({ state: interrupted.aborted ? 'interrupted' : 'finished', finishedAtMs: Date.now() });
  return record;
}

/** Estimated wall time of one row, seconds. @throws BurstboxError when it names what is not there. */
export function rowSeconds(row: Row, readOrder: ReadOrder): number {
  return row.campaign === undefined ? orderSeconds(readOrder(wordsOf(row, 'auto', '.'))) : CAMPAIGN_SECONDS;
}

function turnSeconds({ what }: Turn): number {
  return 'order' in what ? orderSeconds(what.order) : CAMPAIGN_SECONDS;
}

function orderSeconds({ plan, options }: Order): number {
  const searched = options.search ? plan.scenarios : [];
  return searched.reduce((sum, each) => sum + searchSeconds(each, options.pace), planSeconds(plan));
}

/** Each row with the service that it is about. One that cannot be had here leaves the others as they are. */
async function withTargets({ rows, folder }: Matrix, progress: Progress, interrupted: AbortSignal) {
  const played: Row[] = [];
  const skipped: NonNullable<MatrixRecord['skipped']> = [];
  for (const row of rows) {
    try {
      const target =
        row.go === undefined
          ? []
          : ['--target', await writeGoTarget(row.go, folder, progress.note, interrupted)];
      played.push({ ...row, more: [...(row.more ?? []), ...target] });
    } catch (thrown) {
      if (!(thrown instanceof BurstboxError) || thrown.code !== 'provision') throw thrown;
      const why = reason(thrown);
      progress.note(`${row.name}: skipped: ${why}`);
      skipped.push({ row: row.name, why });
    }
  }
  return { rows: played, skipped };
}

/** With --repeat all rows once and then again: what changes on the machine meanwhile meets every row alike. */
function turnsOf({ rows, repeat, sandbox, folder, readOrder }: Matrix): Turn[] {
  const rounds = Array.from({ length: repeat }, (_, index) => index + 1);
  return rounds.flatMap((round) =>
    rows.map((row) => ({
      row,
      round,
      what:
        row.campaign === undefined
          ? { order: readOrder(wordsOf(row, sandbox, folder)) }
          : { campaign: row.campaign },
    })),
  );
}

/** The row as a user would type it. */
function wordsOf({ scenario, seconds, fault, more = [] }: Row, sandbox: string, out: string): string[] {
  const planted = fault === undefined ? [] : ['--fault', fault];
  const load = [...(seconds === undefined ? [] : ['--duration', `${seconds}s`]), ...more];
  return [PROFILE, scenario, ...planted, ...load, '--sandbox', sandbox, '--out', out];
}

async function playTurn(
  { row, round, what }: Turn,
  { folder, sandbox }: Matrix,
  progress: Progress,
  interrupted: AbortSignal,
): Promise<Cell> {
  const startedMs = performance.now();
  const { note } = progress;
  const cell =
    'order' in what
      ? await playRun({ row, round, order: what.order }, folder, progress, interrupted)
      : await playCampaign({ row, ...what, profile: PROFILE, sandbox, folder, note }, interrupted);
  return { ...cell, round, seconds: Number(((performance.now() - startedMs) / 1000).toFixed(1)) };
}

async function playRun(
  { row, round, order }: Pick<Turn, 'row' | 'round'> & { order: Order },
  matrixFolder: string,
  progress: Progress,
  interrupted: AbortSignal,
): Promise<Omit<Cell, 'round' | 'seconds'>> {
  const means = row.s3Fault === undefined ? MEANS : behindProxy(row.s3Fault);
  const run = () => runAll(order, progress, interrupted, means);
  const { folder, verdict } = row.isBesideBusyPrograms
    ? await besideBusyPrograms(`burstbox-busy-${process.pid}-${round}`, matrixFolder, run)
    : await run();
  const judged = verdict.profiles[0]?.scenarios[0];
  if (judged === undefined) throw new Error(`${folder} has no verdict on ${row.scenario}`);
  return {
    row: row.name,
    scenario: row.scenario,
    ...(row.fault === undefined ? {} : { fault: row.fault }),
    // A proxy is no part of a run that a user can type.
    argv: row.s3Fault === undefined ? order.argv : ['matrix', row.name],
    expected: expectedText(row),
    ...score(row, judged),
    run: basename(folder),
    status: judged.status,
    headline: headline(judged),
    doubts: judged.doubts.map(({ id }) => id),
  };
}

/** A run of one scenario counts itself as the first of one; here it is one of many. */
function placed(progress: Progress, turns: Turn[], index: number): Progress {
  const rest = turns.slice(index).reduce((sum, turn) => sum + turnSeconds(turn), 0);
  const name = turns[index]?.row.name;
  return {
    ...progress,
    scenario: (_index, _of, title, seconds) =>
      progress.scenario(index + 1, turns.length, `${name} (${title})`, seconds, rest),
  };
}

function newRecord({ id, argv, rows, repeat }: Matrix): MatrixRecord {
  return {
    schema: 'burstbox/matrix/1',
    id,
    burstbox: { version: ownVersion() },
    argv,
    startedAtMs: Date.now(),
    state: 'running',
    rows: rows.length,
    repeat,
    counts: countsOf([]),
    cells: [],
  };
}
