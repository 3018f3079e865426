/** The lines of a service's log that say what went wrong. */
import { plainText } from '../../text/plain-text.ts';

const MAX_CHARACTERS = 200;
/** The service wrote them: what is looked at is bounded, and every expression below takes time in proportion to it. */
const MAX_LOOKED_AT = 4000;

/** What runtimes print below the message of a fatal error. */
const EPILOGUE = [
  /^\s/, // frames of Node, Java, Python and gdb; fields of an error that Node prints
  /^(\d+: 0x|at |#\d+ )/, // native frames of V8 and of C
  /^[\w$./*()[\]{}·:<>-][\w$./*)[\]{}·:<>-]*\(.*\)( in goroutine \d+)?$/, // Go: main.handle(0x1, 0x2)
  /^(created by |goroutine \d+|\[signal |exit status \d+|r\d+ +0x|r[a-z]+ +0x)/, // Go
  /^Node\.js v\d/,
  /^note: run with `RUST_BACKTRACE/,
  /^stack backtrace:/,
  /^[-=<>*\s]*((Native stack trace|JavaScript stack trace|JS stacktrace)[-=<>*\s]*)?$/i,
  /^\W*$/,
];

/** Where our own log of the service ends before the service does: its last words are then not in it. */
const CUT = /^\[log cut here by burstbox\]$/m;

/** What sounds like an error, in the words of most runtimes and libraries … */
const ERROR = /error|exception|fail|panic|fatal|denied|exhausted|too many|timed? ?out|cannot|refused/i;
/** … except that a client went away, which k6's do at the end of every load. */
const CLIENT_GONE =
  /\bECONNRESET\b|\bEPIPE\b|broken pipe|connection reset|aborted|client (disconnected|closed)/i;

/**
 * Why it ended: the last line that is no stack frame and no epilogue. One plain line of at most 200 characters;
 * undefined when the log says nothing.
 */
export function lastWords(logTail: string): string | undefined {
  return CUT.test(logTail) ? undefined : lastLine(logTail, () => true);
}

/** The last line that tells of an error, as lastWords gives it. */
export function errorLine(logTail: string): string | undefined {
  return lastLine(logTail, (line) => ERROR.test(line) && !CLIENT_GONE.test(line));
}

function lastLine(logTail: string, fits: (line: string) => boolean): string | undefined {
  const lines = logTail.split(/\r?\n/).map((line) => line.slice(0, MAX_LOOKED_AT));
  const at = lines.findLastIndex((line) => fits(line) && !EPILOGUE.some((pattern) => pattern.test(line)));
  if (at === -1) return undefined;
  // Rust says where on one line and what on the next.
  const [before = '', line = ''] = at === 0 ? ['', lines[0]] : lines.slice(at - 1);
  const words = plainText(
    before.includes('panicked at ') && before.endsWith(':') ? `${before} ${line}` : line,
  ).trim();
  return words.length > MAX_CHARACTERS ? `${words.slice(0, MAX_CHARACTERS - 1)}…` : words;
}
