/** Descriptors that ran out too soon for a trend: their limit is known, so that it takes no statistics to see that it is reached. */
import { momentText } from '../../text/numbers.ts';
import type { Found } from '../detector.ts';
import { errorsBeginSeconds } from '../errors/errors-begin.ts';
import { type Evidence, highest, series } from '../evidence.ts';
import { loadBeganMs, playedSeconds } from '../load/load-clock.ts';
import { LEAK_KINDS } from './leak-kinds.ts';
import { saidInLog } from './leak-reached.ts';

/** Who fails for want of them gives some back with each failure. */
const USED_UP_SHARE = 0.95;
const RUNNING_OUT_SHARE = 0.75;
/** In its second half the load must have added this share of what it added in the first. */
const STEADY_SHARE = 0.7;
const MIN_READINGS = 8;
/** What is open beyond the load's own connections must be this share of the limit: less is a limit that is too low for the load. */
const OWN_SHARE = 0.5;
/** The reading that shows it may come after the errors that it brings. */
const READINGS_SECONDS = 2;
/** As runtimes say that the process has none left (errno EMFILE; ENFILE would be the machine's). */
const NONE_LEFT = /\bEMFILE\b|too many open files(?! in system)/i;

export function descriptorsUsedUp(evidence: Evidence): Found[] {
  const beganMs = loadBeganMs(evidence);
  const errorsSeconds = errorsBeginSeconds(evidence);
  if (beganMs === undefined || errorsSeconds === undefined) return [];
  const grown = grownUntil(beganMs + (errorsSeconds + READINGS_SECONDS) * 1000, evidence);
  if (grown === undefined || grown.most < USED_UP_SHARE * grown.limit) return [];
  const { text, limit, isLess, finding } = grown;
  const at = momentText(errorsSeconds);
  const reached = isLess
    ? `the service says that none is left at ${at}`
    : `the service's limit of ${limit} is reached at ${at}`;
  return [
    {
      ...finding,
      message: `${text}: ${reached}, and from then on requests fail`,
      atSeconds: errorsSeconds,
      ...saidInLog(evidence),
    },
  ];
}

/** The same shortly before: most are used, and their number still grew as fast at the end as at the begin, as no pool does. */
export function descriptorsRunOut(evidence: Evidence): Found[] {
  const [beganMs, seconds] = [loadBeganMs(evidence), playedSeconds(evidence)];
  if (beganMs === undefined || errorsBeginSeconds(evidence) !== undefined) return [];
  const endedMs = beganMs + seconds * 1000;
  const grown = grownUntil(endedMs, evidence);
  if (grown === undefined || grown.isLess || grown.most < RUNNING_OUT_SHARE * grown.limit) return [];
  const open = series(evidence.samples, 'process_open_fds').filter(({ t }) => t >= beganMs && t <= endedMs);
  const [first, middle, last] = [0, Math.floor((open.length - 1) / 2), -1].map(
    (at) => open.at(at)?.value ?? 0,
  );
  const [early, late] = [(middle ?? 0) - (first ?? 0), (last ?? 0) - (middle ?? 0)];
  if (open.length < MIN_READINGS || late < STEADY_SHARE * early) return [];
  const { text, limit, finding } = grown;
  return [
    {
      ...finding,
      message: `${text}, and still grew: when the service's limit of ${limit} is reached, requests fail`,
    },
  ];
}

/** Undefined where less than half of what there was is used by more than the load's own connections, or nothing tells it. */
function grownUntil(untilMs: number, evidence: Evidence) {
  const samples = evidence.samples.filter(({ t }) => t <= untilMs);
  const open = series(samples, 'process_open_fds');
  const told = series(samples, 'process_max_fds').at(-1)?.value;
  const vus = Math.max(
    0,
    ...evidence.timeline.map(({ t, values }) => (t <= untilMs ? (values.vus?.value ?? 0) : 0)),
  );
  const [first, most] = [open[0]?.value, highest(open)];
  if (first === undefined || most === undefined) return undefined;
  // Who starts it may allow it less than it knows of: it says itself when that is used up.
  const isLess = NONE_LEFT.test(evidence.logTail) && most < USED_UP_SHARE * (told ?? Infinity);
  const limit = isLess ? most : told;
  if (limit === undefined || most - Math.max(first, vus) < OWN_SHARE * limit) return undefined;
  const sockets = highest(series(samples, 'process_open_sockets'));
  const areSockets = sockets !== undefined && sockets > OWN_SHARE * most;
  const kind = LEAK_KINDS.find(({ unit }) => unit === (areSockets ? 'sockets' : 'file descriptors'));
  const text = `the number of open file descriptors grew from ${first} to ${most} under ${vus} VUs${sockets === undefined ? '' : `, ${sockets} of them connections (sockets)`}`;
  const finding = {
    ...({ detector: 'leak', status: 'critical', metric: 'process_open_fds', value: most, limit } as const),
    unit: 'file descriptors',
    advice: kind?.advice ?? '',
    evidence: kind?.evidence ?? [],
  };
  return { text, most, limit, isLess, finding };
}
