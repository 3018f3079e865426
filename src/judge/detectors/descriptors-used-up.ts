/** Descriptors that ran out too soon for a trend: their limit is known, so that it takes no statistics to see that it is reached. */
import { momentText } from '../../text/numbers.ts';
import type { Found } from '../detector.ts';
import { errorsBeginSeconds } from '../errors-begin.ts';
import { type Evidence, highest, series } from '../evidence.ts';
import { loadBeganMs } from '../load-clock.ts';
import { LEAK_KINDS } from './leak-kinds.ts';
import { saidInLog } from './leak-reached.ts';

/** Who fails for want of them gives some back with each failure. */
const USED_UP_SHARE = 0.95;
/** What is open beyond the load's own connections must be this share of the limit: less is a limit that is too low for the load. */
const OWN_SHARE = 0.5;
/** The reading that shows it may come after the errors that it brings. */
const READINGS_SECONDS = 2;

export function descriptorsUsedUp(evidence: Evidence): Found[] {
  const beganMs = loadBeganMs(evidence);
  const errorsSeconds = errorsBeginSeconds(evidence);
  if (beganMs === undefined || errorsSeconds === undefined) return [];
  const untilMs = beganMs + (errorsSeconds + READINGS_SECONDS) * 1000;
  const samples = evidence.samples.filter(({ t }) => t <= untilMs);
  const open = series(samples, 'process_open_fds');
  const limit = series(samples, 'process_max_fds').at(-1)?.value;
  const vus = Math.max(
    0,
    ...evidence.timeline.map(({ t, values }) => (t <= untilMs ? (values.vus?.value ?? 0) : 0)),
  );
  const [first, most] = [open[0]?.value, highest(open)];
  if (limit === undefined || first === undefined || most === undefined) return [];
  const grew = most - Math.max(first, vus);
  if (most < USED_UP_SHARE * limit || grew < OWN_SHARE * limit) return [];
  const sockets = highest(series(samples, 'process_open_sockets'));
  const areSockets = sockets !== undefined && sockets > OWN_SHARE * most;
  const kind = LEAK_KINDS.find(({ unit }) => unit === (areSockets ? 'sockets' : 'file descriptors'));
  return [
    {
      detector: 'leak',
      status: 'critical',
      metric: 'process_open_fds',
      value: most,
      limit,
      unit: 'file descriptors',
      message: `the number of open file descriptors grew from ${first} to ${most} under ${vus} VUs${sockets === undefined ? '' : `, ${sockets} of them connections (sockets)`}: the service's limit of ${limit} is reached at ${momentText(errorsSeconds)}, and from then on requests fail`,
      atSeconds: errorsSeconds,
      ...saidInLog(evidence),
      advice: kind?.advice ?? '',
      evidence: kind?.evidence ?? [],
    },
  ];
}
