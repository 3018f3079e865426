/** Did the service live through the load? An OOM kill or an exit is the first cause of whatever else was seen. */
import type { Finding } from '../records.ts';
import { FILES } from '../store.ts';
import { type Evidence, growth, series } from './evidence.ts';

const FATAL = ['target-oom-killed', 'target-exited', 'target-never-ready'];

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

/** A counter that falls was begun again, by a new process. */
export function hasRestarted({ samples }: Evidence): boolean {
  return (['requests_total', 'runtime_gc_total', 'process_start_time_seconds'] as const).some((name) => {
    const points = series(samples, name);
    const changed = name === 'process_start_time_seconds' ? 1 : 0;
    return points.some(({ value }, index) => {
      const before = points[index - 1]?.value ?? value;
      return value < before || value > before + (changed === 1 ? 1 : Number.POSITIVE_INFINITY);
    });
  });
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
