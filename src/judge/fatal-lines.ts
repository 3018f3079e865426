/** Lines of a log that say that something ended by an error which nobody caught, in the words of the runtimes themselves. */
import { plainText } from '../text/plain-text.ts';

export interface FatalLines {
  /** A process ended. */
  deaths: string[];
  /** A request or a thread did, and the process went on. */
  panics: string[];
}

const MAX_CHARACTERS = 200;
/** Go's own logger puts the time before what it says. */
const GO_TIME = '(?:\\d{4}/\\d\\d/\\d\\d \\d\\d:\\d\\d:\\d\\d(?:\\.\\d+)? )?';

/** All stand at the begin of a line: a request for /panic, or a message that talks of an error, is none of them. */
const DEATHS = [
  /^panic: /,
  /^fatal error: /,
  /^Worker \(pid:\d+\) (exited with code [1-9]|was sent SIG(KILL|SEGV|ABRT))/,
];
const PANICS = [
  new RegExp(`^${GO_TIME}http: panic serving `),
  /^thread '.*' (\(\d+\) )?panicked at /,
  /^Exception in thread /,
];
/** Node ends its last words with its version; the error stands above the frames. */
const NODE_END = /^Node\.js v\d+\.\d+/;
const NODE_ERROR = /^(Uncaught )?[A-Z]\w*(Error|Exception)\b.*/;
const GUNICORN =
  /^\[[^\]]+\] \[\d+\] \[(ERROR|CRITICAL)\] (Worker \(pid:\d+\) (exited with code [1-9]|was sent SIG(KILL|SEGV|ABRT)).*)/;

export function fatalLines(log: string): FatalLines {
  const found: FatalLines = { deaths: [], panics: [] };
  let error: string | undefined;
  for (const line of log.split(/\r?\n/)) {
    if (NODE_ERROR.test(line)) error = line;
    if (NODE_END.test(line)) {
      found.deaths.push(said(error ?? line));
      error = undefined;
    }
    const worker = GUNICORN.exec(line)?.[2];
    if (worker !== undefined) found.deaths.push(said(worker));
    else if (DEATHS.some((pattern) => pattern.test(line))) found.deaths.push(said(line));
    else if (PANICS.some((pattern) => pattern.test(line))) found.panics.push(said(line));
  }
  return found;
}

function said(line: string): string {
  const words = plainText(line).trim();
  return words.length > MAX_CHARACTERS ? `${words.slice(0, MAX_CHARACTERS - 1)}…` : words;
}
