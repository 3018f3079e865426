/** How a worker ended, in the words with which its parent logs it: only a parent is told. */
import { howEnded } from '../../store/how-ended.ts';

/** Neither is known where a parent says no more than that it died. */
export interface WorkerEnd {
  code: number | null;
  signal: string | null;
}

/** Those that nobody sends to ask a worker to leave (signal(7)). */
const SIGNALS: Record<number, string> = {
  4: 'SIGILL',
  5: 'SIGTRAP',
  6: 'SIGABRT',
  7: 'SIGBUS',
  8: 'SIGFPE',
  9: 'SIGKILL',
  11: 'SIGSEGV',
  31: 'SIGSYS',
};
const BAD = Object.values(SIGNALS);
/** As shells and Go write them. */
const SIGNAL_WORDS: Record<string, string> = {
  killed: 'SIGKILL',
  'segmentation fault': 'SIGSEGV',
  aborted: 'SIGABRT',
  'bus error': 'SIGBUS',
};
const WORDS = Object.keys(SIGNAL_WORDS).join('|');

const CODE = '(?<code>[1-9]\\d{0,2})';
const NUMBER = '(?<number>\\d{1,2})';
const SIGNAL = '(?<signal>SIG[A-Z]+)';

/** Servers and supervisors that run workers, in the words of their own sources. */
const ENDS = [
  `\\bWorker \\(pid:\\d+\\) (?:exited with code ${CODE}|was sent ${SIGNAL})`, // gunicorn
  `^INFO: +Child process \\[\\d+\\] died`, // uvicorn
  `\\bworker process \\d+ exited (?:on signal ${NUMBER}|with (?:fatal )?code ${CODE})`, // nginx
  `\\] child \\d+ exited (?:on signal ${NUMBER}|with code ${CODE})`, // php-fpm
  `^DAMN ! worker \\d+ \\(pid: \\d+\\) died(?:, killed by signal ${NUMBER})?`, // uWSGI
  `\\breaped #<Process::Status: pid \\d+ (?:exit ${CODE}|${SIGNAL} )`, // unicorn
  `\\bchild pid \\d+ exit signal [A-Za-z ]+\\(${NUMBER}\\)`, // Apache
  `\\bApp \\[[^\\]]+\\] exited with code \\[(?:${CODE}\\]|0\\] via signal \\[${SIGNAL})`, // PM2
  `\\bpid:\\d+ exited with '(?:signal ${NUMBER}|exitcode ${CODE})`, // Celery
  `\\bserver process \\(PID \\d+\\) (?:was terminated by signal ${NUMBER}|exited with exit code ${CODE})`, // PostgreSQL
  `\\bexited: \\S+ \\((?:exit status ${CODE}; not expected|terminated by ${SIGNAL})`, // supervisord
  `\\bworker \\d+ (?:died|exited)\\b[^A-Za-z\\d]{0,20}(?:${CODE}|${SIGNAL})`, // as the documentation of Node's cluster does
  `^\\S+: line \\d+: +\\d+ (?<word>Killed|Segmentation fault|Aborted|Bus error)`, // a shell
].map((source) => new RegExp(source));

const CHILD_ENDED =
  '\\b(?:child|worker|sub-?process)(?: process)?\\b.{0,60}?\\b(?:exited|died|crashed|terminated|killed)\\b.{0,40}?';
/** Parents that somebody wrote: in the words of whoever waits for a child in Go, Python, Node and Ruby. */
const OWN_ENDS = [
  `${CHILD_ENDED}\\b(?:exit[ _-]?status|(?:exit[ _-]?)?code)["']?[^\\w-]{1,3}${CODE}\\b`,
  `${CHILD_ENDED}\\b(?:exit[ _-]?code|code|returncode)["']?\\W{1,2}-${NUMBER}\\b`,
  `${CHILD_ENDED}\\bsignal["']?\\W{1,3}(?:(?<word>${WORDS})|${SIGNAL}|${NUMBER})\\b`,
].map((source) => new RegExp(source, 'i'));
/** 128 and the signal that asked it to leave: SIGHUP, SIGINT, SIGTERM. */
const ASKED = [129, 130, 143];

/** exit(3) keeps eight bits. */
const MAX_CODE = 255;

/** Undefined for a line about something else, also about a worker that was asked to leave. */
export function workerEndIn(line: string): WorkerEnd | undefined {
  const match = [...ENDS, ...OWN_ENDS].map((pattern) => pattern.exec(line)).find((found) => found !== null);
  if (match === undefined) return undefined;
  const { signal, number, word, code } = match.groups ?? {};
  const said = signal ?? SIGNAL_WORDS[word?.toLowerCase() ?? ''];
  const by = said ?? (number === undefined ? undefined : nameOf(Number(number)));
  if (by !== undefined) return BAD.includes(by) ? { code: null, signal: by } : undefined;
  if (ASKED.includes(Number(code)) || Number(code) > MAX_CODE) return undefined;
  return { code: code === undefined ? null : Number(code), signal: null };
}

function nameOf(number: number): string {
  return SIGNALS[number] ?? `signal ${number}`;
}

/** A status as waitpid(2) tells it; undefined for one that ended well. */
export function endOfStatus(status: number): WorkerEnd | undefined {
  const [number, code] = [status & 0x7f, (status >> 8) & 0xff];
  if (number !== 0)
    return SIGNALS[number] === undefined ? undefined : { code: null, signal: SIGNALS[number] };
  return code === 0 ? undefined : { code, signal: null };
}

/** `2 by SIGKILL, 1 with exit code 3`; empty where nobody said how. */
export function endsText(ends: WorkerEnd[]): string {
  const counts = new Map<string, number>();
  for (const { code, signal } of ends) {
    if (code === null && signal === null) continue;
    const text = howEnded(code, signal);
    counts.set(text, (counts.get(text) ?? 0) + 1);
  }
  if (counts.size === 1) return [...counts.keys()].join('');
  return [...counts].map(([text, count]) => `${count} ${text}`).join(', ');
}
