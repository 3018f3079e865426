/** Lines of a log that say that something ended by an error which nobody caught, in the words of runtimes and servers themselves. */
import { plainText } from '../../text/plain-text.ts';
import { logLines } from './service-log.ts';
import { type WorkerEnd, workerEndIn } from './worker-ends.ts';

/** What a line says, and where in the log it stands, bytes. */
export interface FatalLine {
  text: string;
  at: number;
}

export interface FatalLines {
  /** A process said why it ends. */
  deaths: FatalLine[];
  /** A parent said how one of its workers ended. */
  ends: (FatalLine & { how: WorkerEnd })[];
  /** A request or a thread ended, and the process went on. */
  panics: FatalLine[];
}

const MAX_CHARACTERS = 200;
/** Go's own logger puts the time before what it says. */
const GO_TIME = '(?:\\d{4}/\\d\\d/\\d\\d \\d\\d:\\d\\d:\\d\\d(?:\\.\\d+)? )?';
/** Most lines of most logs are about something else, and a log may have a million. */
const WORTH_A_LOOK =
  /panic|fatal|exception|error|exit|died|crash|killed|signal|reaped|terminated|Node\.js v/i;

/** All stand at the begin of a line: a request for /panic, or a message that talks of an error, is none of them. */
const DEATHS = [/^panic: /, /^fatal error: /, /^Unhandled exception\. /, /^PHP Fatal error: +Uncaught /];
const PANICS = [
  new RegExp(`^${GO_TIME}http: panic serving `),
  /^thread '.*' (\(\d+\) )?panicked at /,
  /^Exception in thread /,
  /^ERROR: +Exception in ASGI application/, // uvicorn
  /^(\[[^\]]*\] )?ERROR in app: Exception on \S+ \[[A-Z]+\]/, // Flask
  /^\[[^\]]+\] \[\d+\] \[ERROR\] (Error handling request|Exception in worker process)/, // gunicorn
  /^\[Recovery\] .*panic recovered:/, // gin
  /^#<Thread:0x[0-9a-f]+ .*> terminated with exception/, // Ruby
];
/** Node ends its last words with its version; the error stands above the frames. */
const NODE_END = /^Node\.js v\d+\.\d+/;
const NODE_ERROR = /^(Uncaught )?[A-Z]\w*(Error|Exception)\b.*/;

export function fatalLines(log: Buffer): FatalLines {
  const found: FatalLines = { deaths: [], ends: [], panics: [] };
  let error: FatalLine | undefined;
  for (const { text, at } of logLines(log)) {
    if (!WORTH_A_LOOK.test(text)) continue;
    if (NODE_ERROR.test(text)) error = { text: said(text), at };
    if (NODE_END.test(text)) {
      found.deaths.push({ text: error?.text ?? said(text), at });
      error = undefined;
      continue;
    }
    const line = { text: said(text), at };
    const how = workerEndIn(text);
    if (how !== undefined) found.ends.push({ ...line, how });
    else if (DEATHS.some((pattern) => pattern.test(text))) found.deaths.push(line);
    else if (PANICS.some((pattern) => pattern.test(text))) found.panics.push(line);
  }
  return found;
}

function said(line: string): string {
  const words = plainText(line).trim();
  return words.length > MAX_CHARACTERS ? `${words.slice(0, MAX_CHARACTERS - 1)}…` : words;
}
