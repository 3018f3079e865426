/** The detection matrix: does burstbox find what was planted, name it rightly, and cry wolf over nothing? */

import { join, relative } from 'node:path';
import { BurstboxError, EXIT } from '../../errors.ts';
import { MATRIX_FILE, playMatrix, rowSeconds } from '../../matrix/play.ts';
import { exitCodeOf } from '../../matrix/record.ts';
import type { Row } from '../../matrix/rows.ts';
import { expectedText } from '../../matrix/score.ts';
import { selectRows } from '../../matrix/select.ts';
import { matrixText } from '../../matrix/text.ts';
import type { Order } from '../../run/pipeline.ts';
import { createRunFolder, newRunId } from '../../store/store.ts';
import { columns } from '../../text/columns.ts';
import { clockText } from '../../text/numbers.ts';
import { plainJson } from '../../text/plain-text.ts';
import { parseArguments } from '../arguments/arguments.ts';
import { startProgress } from '../progress/progress.ts';
import type { Invocation } from './commands.ts';
import { orderOf } from './run.ts';

/** Plays the rows named, or all. @throws BurstboxError usage before anything is started. */
export async function matrix(
  { names, options, argv }: Invocation,
  interrupted: AbortSignal,
): Promise<number> {
  const { out, sandbox, json, repeat } = options;
  if (sandbox === 'none')
    throw new BurstboxError('usage', '--sandbox none: the matrix starts its services itself; leave it out');
  const rows = selectRows(names.slice(1));
  if (options.dryRun) {
    process.stdout.write(dryText(rows, repeat));
    return EXIT.ok;
  }
  const id = `matrix-${newRunId(new Date(), Math.floor(Math.random() * 2 ** 32))}`;
  const { path: folder, removeIfEmpty } = createRunFolder(out, id);
  try {
    const record = await playMatrix(
      { id, argv, rows, repeat, sandbox, folder: join(out, id), readOrder },
      startProgress(interrupted),
      interrupted,
    );
    const path = relative('', join(folder, MATRIX_FILE));
    process.stdout.write(json ? plainJson(record) : matrixText(record, path));
    return exitCodeOf(record);
  } finally {
    removeIfEmpty();
  }
}

/** As if it were typed. @throws BurstboxError when names, files or flags do not go together */
export function readOrder(argv: string[]): Order {
  const { names, options } = parseArguments(argv);
  return orderOf({ names, options, argv });
}

function dryText(rows: Row[], repeat: number): string {
  const seconds = rows.map((row) => rowSeconds(row, readOrder));
  const lines = rows.map((row, index) => [
    row.name,
    row.scenario,
    clockText(seconds[index] ?? 0),
    expectedText(row),
  ]);
  const sum = seconds.reduce((total, each) => total + each, 0) * repeat;
  const times = repeat === 1 ? '' : `, ${repeat} times`;
  return `${[...columns(lines), `${rows.length} rows${times}: about ${clockText(sum)}; nothing was started`].join('\n')}\n`;
}
