/**
 * The one error class. A code is stable (scripts may match on it), the message says what is wrong and ends in what
 * to do, and `facts` carries the values the message was made of.
 */
export class BurstboxError extends Error {
  readonly code: ErrorCode;
  readonly facts: Readonly<Record<string, unknown>>;

  constructor(code: ErrorCode, message: string, facts: Record<string, unknown> = {}, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'BurstboxError';
    this.code = code;
    this.facts = facts;
  }

  /** The process exit code this error ends in. */
  get exitCode(): number {
    return EXIT_CODES[this.code];
  }
}

/** Exit codes of the command line; every path out of main.ts is one of these. */
export const EXIT = {
  /** healthy or warning */
  ok: 0,
  /** the verdict is critical */
  critical: 1,
  /** could not judge */
  unknown: 2,
  /** bad command line, profile, target or scenario file (sysexits EX_USAGE) */
  usage: 64,
  /** a bug of ours (sysexits EX_SOFTWARE) */
  bug: 70,
  /** stopped by Ctrl-C (128 + SIGINT) */
  interrupted: 130,
} as const;

const EXIT_CODES = {
  /** unknown name, unknown flag, value out of range */
  usage: EXIT.usage,
  /** a profile, target or other input file that does not fit its schema */
  config: EXIT.usage,
  /** a script of ours that is missing or does not build */
  build: EXIT.usage,
  /** k6 could not be found, downloaded or built */
  provision: EXIT.unknown,
  /** no sandbox driver can do what was asked */
  sandbox: EXIT.unknown,
  /** the service did not start, or is not there */
  target: EXIT.unknown,
  /** a results folder that is missing or unreadable */
  results: EXIT.unknown,
  /** disk full, no permission, no free port: the machine refused */
  machine: EXIT.unknown,
  /** Ctrl-C or SIGTERM */
  interrupted: EXIT.interrupted,
} as const;

export type ErrorCode = keyof typeof EXIT_CODES;

/** The text of anything thrown, for use inside a message of ours. */
export function reason(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
