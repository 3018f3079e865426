/** argv → one command; the only place that prints errors and ends the process. */
import { type Arguments, parseArguments } from './cli/arguments/arguments.ts';
import { clearUp } from './cli/commands/clear-up.ts';
import { COMMANDS, type Command } from './cli/commands/commands.ts';
import { help, version } from './cli/commands/help.ts';
import { run } from './cli/commands/run.ts';
import { listenForInterrupts } from './cli/interrupts.ts';
import { BurstboxError, EXIT, reason } from './errors.ts';
import { type Bundler, makeBundles, useBundles } from './plan/bundles.ts';
import { sweepOwn } from './sandbox/clear-up/sweep.ts';
import { hideTyped } from './secrets/command-line.ts';
import { hideSecrets } from './secrets/secrets.ts';
import { plainLines } from './text/plain-text.ts';

/**
 * @param argv the words after `node run.mjs`, or `npx burstbox`
 * @param bundler what bundles scripts where no build does
 */
export async function main(argv: string[], bundler?: Bundler): Promise<void> {
  const unwritten = watchOutput();
  process.on('uncaughtException', (error) => void endWithBug(error));
  const code = await exitCodeOf(argv, bundler, listenForInterrupts());
  await flushed(process.stdout);
  const why = unwritten();
  process.exit(code === EXIT.ok && why !== undefined ? notWritten(why) : code);
}

async function exitCodeOf(
  argv: string[],
  bundler: Bundler | undefined,
  interrupted: AbortSignal,
): Promise<number> {
  try {
    const parsed = parseArguments(argv);
    for (const token of parsed.own.token ?? []) hideTyped(token);
    const command = commandOf(argv, parsed);
    await clearUp();
    if (bundler !== undefined && command !== help && command !== version)
      useBundles(await makeBundles(bundler));
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
    process.stderr.write(plainLines([`burstbox: ${shortened(hideSecrets(error.message))}`]));
    return interrupted ? EXIT.interrupted : error.exitCode;
  }
  const stack = hideSecrets(String(error instanceof Error ? error.stack : error));
  process.stderr.write(
    plainLines(['burstbox: a bug of ours, please report it with this:', ...stack.split('\n')]),
  );
  return EXIT.bug;
}

/** What was typed, or stood in a file, may be of any length; how a message ends says what to do. */
function shortened(message: string): string {
  if (message.length <= MAX_MESSAGE_CHARS) return message;
  const half = MAX_MESSAGE_CHARS / 2;
  return `${message.slice(0, half)} … ${message.slice(-half)}`;
}

const MAX_MESSAGE_CHARS = 3000;

/** Node would end with 1, which means critical, and leave k6 running. */
async function endWithBug(error: unknown): Promise<void> {
  const code = explain(error, false);
  await sweepOwn().catch(() => {}); // the next command tries again
  process.exit(code);
}

/**
 * `node run.mjs … | head` closes our output before we are done; the run and its results go on.
 * @returns why stdout did not take all that was written, undefined while it did
 */
function watchOutput(): () => string | undefined {
  let why: string | undefined;
  process.stderr.on('error', () => {});
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    why ??= error.code ?? reason(error);
  });
  return () => why;
}

/** Who reads the exit code alone must not take a result that nobody got for a healthy one. Whoever closed the pipe knows it. */
function notWritten(why: string): number {
  if (why === 'EPIPE') return EXIT.unknown;
  return explain(
    new BurstboxError('machine', `the result could not be written to stdout (${why}); send it elsewhere`),
    false,
  );
}

/** What a slow reader has not taken yet would be lost with the process. */
function flushed(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => stream.write('', () => resolve()));
}
