/** Goroutines, or the runtime's equal, beyond what the load itself opened. */
import type { Status } from '../contract.ts';
import type { Finding } from '../records.ts';
import { FILES } from '../store.ts';
import { type Evidence, series } from './evidence.ts';

const HEALTHY = 500;
const CRITICAL = 5000;
/** Go's HTTP server holds one goroutine a connection and one more while it reads ahead; Node one handle and one a file. */
const PER_CONNECTION = 2;

export function judgeConcurrency({ samples, timeline }: Evidence): Finding[] {
  const name = series(samples, 'runtime_goroutines').length > 0 ? 'runtime_goroutines' : 'runtime_handles';
  const points = series(samples, name);
  if (points.length === 0) return [];
  const peakVusUntil = (t: number) =>
    Math.max(
      0,
      ...timeline.filter((snapshot) => snapshot.t <= t + 1000).map(({ values }) => values.vus?.value ?? 0),
    );
  const excess = Math.max(...points.map(({ t, value }) => value - PER_CONNECTION * peakVusUntil(t)));
  const value = Math.max(0, excess);
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
