/** Did the service live through the load? An OOM kill or an exit is the first cause of whatever else was seen. */
import type { Finding } from '../../records.ts';
import { FILES } from '../../store.ts';
import { type Evidence, growth, type Point, series } from '../evidence.ts';

const FATAL = ['target-oom-killed', 'target-exited', 'target-never-ready'];

/** Start times are counted from the boot time, which the kernel gives in whole seconds. */
const START_TIME_NOISE_SECONDS = 1;

/** A service that is restarted more often than this in one load is seen by its errors. */
const MOST_RESTARTS = 2;

const ADVICE: Record<string, string> = {
  'target-oom-killed': `compare ${FILES.heapStart} with what the service keeps for each request; lower its caches and buffers, or take a box with more memory`,
  'target-exited': `read the end of ${FILES.targetLog}: an uncaught error, or a supervisor that gave up`,
  'target-never-ready': `read ${FILES.targetLog}; check the start command, the health path and whether the box has enough memory to start in`,
};

export function judgeSurvival(evidence: Evidence): Finding[] {
  const { outcome, samples } = evidence;
  const cause = outcome?.firstCause;
  if (cause !== undefined && FATAL.includes(cause.id))
    return [finding('critical', cause.message, cause.id, ADVICE[cause.id])];
  if ((growth(samples, 'cgroup_oom_kills_total') ?? 0) > 0)
    return [
      finding(
        'critical',
        'the kernel OOM-killed a process of the service',
        'target-oom-killed',
        ADVICE['target-oom-killed'],
      ),
    ];
  if (hasRestarted(evidence))
    return [
      finding(
        'critical',
        'the service was restarted under load: its counters began again',
        'target-restarted',
        ADVICE['target-exited'],
      ),
    ];
  if (outcome === undefined || samples.length === 0) return [];
  return [finding('healthy', 'the service lived through the load', 'none')];
}

/**
 * A new process has a later start. Where the process cannot be seen, a counter of its own that falls was begun again;
 * one that falls over and over belongs to several workers that answer in turn.
 */
export function hasRestarted({ samples }: Evidence): boolean {
  const starts = series(samples, 'process_start_time_seconds');
  if (starts.length > 0) return steps(starts).some((step) => step > START_TIME_NOISE_SECONDS);
  return (['requests_total', 'runtime_gc_total'] as const).some((name) => {
    const falls = steps(series(samples, name)).filter((step) => step < 0).length;
    return falls > 0 && falls <= MOST_RESTARTS;
  });
}

function steps(points: Point[]): number[] {
  return points.slice(1).map(({ value }, index) => value - (points[index]?.value ?? value));
}

function finding(status: Finding['status'], message: string, cause: string, advice?: string): Finding {
  return {
    detector: 'survival',
    status,
    metric: 'lifetime',
    unit: '',
    message,
    ...(cause === 'none' ? {} : { cause }),
    ...(advice === undefined ? {} : { advice }),
    evidence: [FILES.outcome, FILES.targetLog, FILES.samples],
  };
}
