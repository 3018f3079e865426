/** Did another process take over under load? Who restarts a service that dies hides that it died. */
import { FILES } from '../../store/store.ts';
import type { Found } from '../detector.ts';
import { type Evidence, type Point, series, stepsOf } from '../evidence.ts';
import { secondsInto, whenText } from '../load-clock.ts';
import { judgeCrash } from './crash.ts';
import { judgeOom } from './oom.ts';

/** Start times are counted from the boot time, which the kernel gives in whole seconds. */
const START_TIME_NOISE_SECONDS = 1;

/** A service that is restarted more often than this in one load is seen by its errors. */
const MAX_RESTARTS = 2;

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
      message: `the service was restarted ${times} under load, ${restarts.length === 1 ? '' : 'first '}${whenText(evidence, first)}: its counters began again`,
      ...(atSeconds === undefined ? {} : { atSeconds }),
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
function restartsIn({ samples }: Evidence): number[] {
  const starts = series(samples, 'process_start_time_seconds');
  if (starts.length > 0) return laterStarts(starts);
  const falls = (['requests_total', 'runtime_gc_total'] as const)
    .map((name) => stepsOf(series(samples, name), (step) => step < 0))
    .find(({ length }) => length > 0 && length <= MAX_RESTARTS);
  return falls ?? [];
}
