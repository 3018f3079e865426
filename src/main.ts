/** argv → one command; the only place that prints errors and ends the process. */
import { parseArguments } from './arguments.ts';
import { clearUp } from './commands/clear-up.ts';
import { help, version } from './commands/help.ts';
import { run } from './commands/run.ts';
import { COMMANDS, type Command } from './commands.ts';
import { BurstboxError, EXIT } from './errors.ts';
import { sweepOwn } from './ledger.ts';

/** @param argv the words after `node run.mjs` */
export async function main(argv: string[]): Promise<void> {
  process.exit(await exitCodeOf(argv, interruption()));
}

async function exitCodeOf(argv: string[], interrupted: AbortSignal): Promise<number> {
  try {
    const parsed = parseArguments(argv);
    const command = commandOf(parsed);
    await clearUp();
    const code = await command({ ...parsed, argv }, interrupted);
    return interrupted.aborted ? EXIT.interrupted : code;
  } catch (error) {
    return explain(error, interrupted);
  }
}

function commandOf({
  names,
  help: wantsHelp,
  version: wantsVersion,
}: ReturnType<typeof parseArguments>): Command {
  if (wantsVersion) return version;
  if (wantsHelp || names.length === 0) return help;
  return COMMANDS[names[0] ?? ''] ?? run;
}

/** The first Ctrl-C stops politely, the second removes all that we started, the third leaves that to the next command. */
function interruption(): AbortSignal {
  const controller = new AbortController();
  const answers = [
    () => {
      process.stderr.write('\nburstbox: stopping; once more to stop at once\n');
      controller.abort();
    },
    () => void sweepOwn().finally(() => process.exit(EXIT.interrupted)),
  ];
  const onSignal = () => (answers.shift() ?? (() => process.exit(EXIT.interrupted)))();
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  return controller.signal;
}

function explain(error: unknown, interrupted: AbortSignal): number {
  if (error instanceof BurstboxError) {
    process.stderr.write(`burstbox: ${error.message}\n`);
    return interrupted.aborted ? EXIT.interrupted : error.exitCode;
  }
  const stack = error instanceof Error ? error.stack : String(error);
  process.stderr.write(`burstbox: a bug of ours, please report it with this:\n${stack}\n`);
  return EXIT.bug;
}
