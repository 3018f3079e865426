/** What each command does; what it takes is in arguments/commands.ts. */
import type { CommandName } from './arguments/commands.ts';
import type { Arguments } from './arguments.ts';
import { baseline } from './commands/baseline.ts';
import { bench } from './commands/bench.ts';
import { compareCommand } from './commands/compare.ts';
import { doctor } from './commands/doctor.ts';
import { help, version } from './commands/help.ts';
import { init } from './commands/init.ts';
import { judgeCommand } from './commands/judge.ts';
import { list } from './commands/list.ts';
import { matrix } from './commands/matrix.ts';
import { reportCommand } from './commands/report.ts';
import { serve } from './commands/serve.ts';

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
  report: reportCommand,
  compare: compareCommand,
  baseline,
  bench,
  serve,
  init,
  matrix,
  help,
  version,
};
