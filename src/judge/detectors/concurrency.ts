/** Goroutines, or the runtime's equal, beyond what the load itself opened. */
import type { Status } from '../../contract.ts';
import type { Finding } from '../../records.ts';
import { FILES } from '../../store.ts';
import type { Snapshot } from '../../timeline.ts';
import { type Evidence, highest, series } from '../evidence.ts';

const HEALTHY = 500;
const CRITICAL = 5000;
/** Go's HTTP server holds one goroutine a connection and one more while it reads ahead; Node one handle and one a file. */
const PER_CONNECTION = 2;
/** A period of the timeline is dated by its end: the one under way at a reading ends up to a second later. */
const PERIOD_MS = 1000;

export function judgeConcurrency({ samples, timeline, scenario }: Evidence): Finding[] {
  const name = series(samples, 'runtime_goroutines').length > 0 ? 'runtime_goroutines' : 'runtime_handles';
  const points = series(samples, name);
  if (points.length === 0) return [];
  const connectionsAt = connectionsSoFar(timeline, scenario.model === 'open' ? 'vus_max' : 'vus');
  const excess = points.map(({ t, value }) => ({ t, value: value - PER_CONNECTION * connectionsAt(t) }));
  const value = Math.max(0, highest(excess) ?? 0);
  const status: Status = value > CRITICAL ? 'critical' : value >= HEALTHY ? 'warning' : 'healthy';
  const what = name === 'runtime_goroutines' ? 'goroutines' : 'handles';
  return [
    {
      detector: 'concurrency',
      status,
      metric: name,
      value,
      limit: status === 'critical' ? CRITICAL : HEALTHY,
      unit: 'count',
      message: `at most ${value} ${what} besides those of the load's own connections`,
      ...(status === 'healthy' ? {} : { advice: `see who started them in ${FILES.goroutineEnd}` }),
      evidence: [FILES.samples, FILES.goroutineEnd],
    },
  ];
}

/**
 * Most connections that the load had opened by a moment; asked in order of time, since a soak has many of them. In the
 * open model arrivals go round the whole pool of VUs, while `vus` counts those that are at work.
 */
function connectionsSoFar(timeline: Snapshot[], vus: 'vus' | 'vus_max'): (t: number) => number {
  let next = 0;
  let most = 0;
  return (t) => {
    for (; (timeline[next]?.t ?? Number.POSITIVE_INFINITY) <= t + PERIOD_MS; next++)
      most = Math.max(most, timeline[next]?.values[vus]?.value ?? 0);
    return most;
  };
}
