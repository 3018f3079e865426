/** Goroutines, or the runtime's equal, beyond what the load itself opened. */

import type { SampleName, Status } from '../../contract/contract.ts';
import { FILES } from '../../store/store.ts';
import { adviceOf } from '../advice.ts';
import type { Found } from '../detector.ts';
import { type Evidence, highest, series } from '../evidence.ts';

const HEALTHY = 500;
const CRITICAL = 5000;
/** Go's HTTP server holds one goroutine a connection and one more while it reads ahead; Node one handle and one a file. */
const PER_CONNECTION = 2;
/** A period of the timeline is dated by its end: the one under way at a reading ends up to a second later. */
const PERIOD_MS = 1000;
/** What the samples of a goroutine profile count. */
const GOROUTINE = 'goroutine';

export function judgeConcurrency(evidence: Evidence): Found[] {
  const { samples } = evidence;
  const name = series(samples, 'runtime_goroutines').length > 0 ? 'runtime_goroutines' : 'runtime_handles';
  const points = series(samples, name);
  if (points.length === 0) return judgeLeftOver(evidence);
  const connectionsAt = connectionsSoFar(evidence);
  const resting = restingOf(name, evidence);
  const excess = points.map(({ t, value }) => ({
    t,
    value: value - resting - PER_CONNECTION * connectionsAt(t),
  }));
  const value = Math.max(0, highest(excess) ?? 0);
  const what = name === 'runtime_goroutines' ? 'goroutines' : 'handles';
  return [
    {
      ...findingOf(name, value),
      message: `at most ${value} ${what} besides those of the load's own connections${resting < HEALTHY ? '' : ` and the ${resting} that were there before it`}`,
      evidence: [FILES.samples, FILES.goroutineEnd],
    },
  ];
}

/** A pool that a service starts with is none of the load's doing; one that runs for long may have leaked before. */
function restingOf(name: SampleName, { run, atRest }: Evidence): number {
  return run.target.startedByUs ? (atRest?.values[name] ?? 0) : 0;
}

/** A service without a memory probe still shows in its profile how many were there when the load was over. */
function judgeLeftOver(evidence: Evidence): Found[] {
  const profile = evidence.pprof(FILES.goroutineEnd);
  const type = profile?.types.indexOf(GOROUTINE) ?? -1;
  if (profile === undefined || type === -1) return [];
  const count = profile.samples.reduce((sum, { values }) => sum + (values[type] ?? 0), 0);
  const connections = connectionsSoFar(evidence)(Number.POSITIVE_INFINITY);
  const value = Math.max(0, count - PER_CONNECTION * connections);
  return [
    {
      ...findingOf('runtime_goroutines', value),
      message: `${value} goroutines were left after the load, not counting those of its own connections`,
      evidence: [FILES.goroutineEnd],
    },
  ];
}

function findingOf(metric: string, value: number): Omit<Found, 'message' | 'evidence'> {
  const status: Status = value > CRITICAL ? 'critical' : value >= HEALTHY ? 'warning' : 'healthy';
  return {
    detector: 'concurrency',
    status,
    metric,
    value,
    limit: status === 'critical' ? CRITICAL : HEALTHY,
    unit: 'count',
    ...(status === 'healthy' ? {} : adviceOf`see who started them in ${FILES.goroutineEnd}`),
  };
}

/**
 * Most connections that the load had opened by a moment; asked in order of time, since a soak has many of them. In the
 * open model arrivals go round the whole pool of VUs, while `vus` counts those that are at work.
 */
function connectionsSoFar({ timeline, scenario }: Evidence): (t: number) => number {
  const vus = scenario.model === 'open' ? 'vus_max' : 'vus';
  let next = 0;
  let most = 0;
  return (t) => {
    for (; timeline[next] !== undefined && (timeline[next]?.t ?? 0) <= t + PERIOD_MS; next++)
      most = Math.max(most, timeline[next]?.values[vus]?.value ?? 0);
    return most;
  };
}
