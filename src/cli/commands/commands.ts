/** What each command does; what it takes is in arguments/commands.ts. */

import type { Arguments } from '../arguments/arguments.ts';
import type { CommandName } from '../arguments/commands.ts';
import { baseline } from './baseline.ts';
import { bench } from './bench.ts';
import { capacity } from './capacity.ts';
import { cleanup } from './cleanup.ts';
import { compareCommand } from './compare.ts';
import { doctor } from './doctor.ts';
import { exportCommand } from './export.ts';
import { help, version } from './help.ts';
import { init } from './init.ts';
import { judgeCommand } from './judge.ts';
import { list } from './list.ts';
import { matrix } from './matrix.ts';
import { reportCommand } from './report.ts';
import { serve } from './serve.ts';

export interface Invocation extends Arguments {
  /** The words as typed, for run.json. */
  argv: string[];
}

/** @returns the exit code, one of EXIT. */
export type Command = (invocation: Invocation, interrupted: AbortSignal) => Promise<number> | number;

export const COMMANDS: Readonly<Record<CommandName, Command>> = {
  list,
  doctor,
  judge: judgeCommand,
  capacity,
  cleanup,
  report: reportCommand,
  compare: compareCommand,
  baseline,
  export: exportCommand,
  bench,
  serve,
  init,
  matrix,
  help,
  version,
};
