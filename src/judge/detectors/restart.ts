/** Did another process take over under load? Who restarts a service that dies hides that it died. */
import { FILES } from '../../store/store.ts';
import type { Found } from '../detector.ts';
import { cutOffAt, TOGETHER_MS } from '../errors/cut-off.ts';
import { type Evidence, type Point, series, stepsOf } from '../evidence.ts';
import { secondsInto, whenText } from '../load/load-clock.ts';
import { judgeCrash } from './crash.ts';
import { saidInLog } from './leak-reached.ts';
import { judgeOom } from './oom.ts';

/** Start times are counted from the boot time, which the kernel gives in whole seconds. */
const START_TIME_NOISE_SECONDS = 1;

/** A service that is restarted more often than this in one load is seen by its errors. */
const MAX_RESTARTS = 2;

/** A counter of one of several workers is not so far below that of another for long. */
const BEGUN_SHARE = 0.5;

/** Silent when it is known what ended the first process. */
export function judgeRestart(evidence: Evidence): Found[] {
  const restarts = restartsIn(evidence);
  const first = restarts[0];
  if (first === undefined || judgeOom(evidence).length > 0 || judgeCrash(evidence).length > 0) return [];
  const atSeconds = secondsInto(evidence, first);
  const times = restarts.length === 1 ? 'once' : `${restarts.length} times`;
  return [
    {
      detector: 'restart',
      status: 'critical',
      metric: 'restarts',
      value: restarts.length,
      limit: 0,
      unit: 'count',
      message: `the service was restarted ${times} under load, ${restarts.length === 1 ? '' : 'first '}${whenText(evidence, first)}: its counters began again${supervisedText(evidence)}`,
      ...(atSeconds === undefined ? {} : { atSeconds }),
      ...saidInLog(evidence),
      advice: `read ${FILES.targetLog} around that moment: what ended the process before, an error, or a supervisor that gave up on it`,
      evidence: [FILES.samples, FILES.targetLog, FILES.outcome],
    },
  ];
}

export function hasRestarted(evidence: Evidence): boolean {
  return restartsIn(evidence).length > 0;
}

/** When a new process was first seen, epoch ms, by its start time. */
export function laterStarts(starts: Point[]): number[] {
  return stepsOf(starts, (step) => step > START_TIME_NOISE_SECONDS);
}

/**
 * When a new process was first seen, epoch ms. It has a later start; where the process cannot be seen, a counter of its
 * own that falls was begun again, and one that falls over and over belongs to several workers that answer in turn.
 */
function restartsIn(evidence: Evidence): number[] {
  const { samples } = evidence;
  const starts = series(samples, 'process_start_time_seconds');
  const later = laterStarts(starts);
  if (later.length > 0) return later;
  if (starts.length > 0) return replacements(evidence);
  const falls = (['requests_total', 'runtime_gc_total'] as const)
    .map((name) => stepsOf(series(samples, name), (step) => step < 0))
    .find(({ length }) => length > 0 && length <= MAX_RESTARTS);
  return falls ?? [];
}

/**
 * Under a supervisor (a shell, a master) the first process lives on. The one that answers was replaced when a process ended, the
 * counters began again far below, and requests failed for want of an answer, all at one time.
 */
function replacements(evidence: Evidence): number[] {
  const { samples } = evidence;
  const ends = stepsOf(series(samples, 'process_ended_total'), (step) => step > 0);
  if (ends.length === 0) return [];
  const begun = (['requests_total', 'runtime_gc_total'] as const)
    .map((name) => beginnings(series(samples, name)))
    .find(({ length }) => length > 0 && length <= MAX_RESTARTS);
  return (begun ?? []).filter(
    (at) => ends.some((end) => Math.abs(end - at) <= TOGETHER_MS) && cutOffAt([at], evidence) > 0,
  );
}

/** When a counter was far below what it had been. */
function beginnings(points: Point[]): number[] {
  return points.flatMap(({ t, value }, index) =>
    value < BEGUN_SHARE * (points[index - 1]?.value ?? 0) ? [t] : [],
  );
}

function supervisedText({ samples }: Evidence): string {
  const starts = series(samples, 'process_start_time_seconds');
  return starts.length > 0 && laterStarts(starts).length === 0
    ? ', while the process that started it lived on'
    : '';
}
