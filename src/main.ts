/** argv → one command; the only place that prints errors and ends the process. */
import { type Arguments, parseArguments } from './cli/arguments/arguments.ts';
import { clearUp } from './cli/commands/clear-up.ts';
import { COMMANDS, type Command } from './cli/commands/commands.ts';
import { help, version } from './cli/commands/help.ts';
import { run } from './cli/commands/run.ts';
import { listenForInterrupts } from './cli/interrupts.ts';
import { BurstboxError, EXIT } from './errors.ts';
import { sweepOwn } from './sandbox/ledger/ledger.ts';
import { hideSecrets } from './secrets/secrets.ts';

/** @param argv the words after `node run.mjs` */
export async function main(argv: string[]): Promise<void> {
  survivePipes();
  process.once('uncaughtException', (error) => void endWithBug(error));
  const code = await exitCodeOf(argv, listenForInterrupts());
  await flushed(process.stdout);
  process.exit(code);
}

async function exitCodeOf(argv: string[], interrupted: AbortSignal): Promise<number> {
  try {
    const parsed = parseArguments(argv);
    const command = commandOf(argv, parsed);
    await clearUp();
    const code = await command({ ...parsed, argv }, interrupted);
    return interrupted.aborted ? EXIT.interrupted : code;
  } catch (error) {
    return explain(error, interrupted.aborted);
  }
}

function commandOf(argv: string[], { names, command, ...wants }: Arguments): Command {
  if (wants.version) return version;
  if (wants.help || argv.length === 0) return help;
  if (names.length === 0)
    throw new BurstboxError('usage', 'nothing is named; say what to run, such as `all` or `t3-micro soak`');
  return command === undefined ? run : COMMANDS[command];
}

function explain(error: unknown, interrupted: boolean): number {
  if (error instanceof BurstboxError) {
    process.stderr.write(`burstbox: ${hideSecrets(error.message)}\n`);
    return interrupted ? EXIT.interrupted : error.exitCode;
  }
  const stack = error instanceof Error ? error.stack : String(error);
  process.stderr.write(
    `burstbox: a bug of ours, please report it with this:\n${hideSecrets(String(stack))}\n`,
  );
  return EXIT.bug;
}

/** Node would end with 1, which means critical, and leave k6 running. */
async function endWithBug(error: unknown): Promise<void> {
  const code = explain(error, false);
  await sweepOwn().catch(() => {}); // the next command tries again
  process.exit(code);
}

/** `node run.mjs … | head` closes our output before we are done; the run and its results go on. */
function survivePipes(): void {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
}

/** What a slow reader has not taken yet would be lost with the process. */
function flushed(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => stream.write('', () => resolve()));
}
