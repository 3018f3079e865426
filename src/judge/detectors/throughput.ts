/**
 * Did the steady load bring the operations a second that the scenario asks for? Users of the closed model wait for their
 * answers, so a slow service is asked less: that it kept its percentiles is then no proof that it bore the load.
 */
import { K6_METRIC, type Status, type ThroughputMark } from '../../contract/contract.ts';
import { unreachableMark } from '../../shared/load/reachable.ts';
import { FILES } from '../../store/store.ts';
import { roundedText } from '../../text/numbers.ts';
import type { Found } from '../detector.ts';
import { type Evidence, statOf } from '../evidence.ts';
import { playedSeconds } from '../load/load-clock.ts';
import { pressureOf } from '../resources/pressure.ts';

/** Without a mark, and where the load itself cannot bring what is asked, there is nothing to hold against the service. */
export function judgeThroughput(evidence: Evidence): Found[] {
  const mark = evidence.scenario.throughput;
  if (mark === undefined || unreachableMark(evidence.scenario) !== undefined) return [];
  const rate = steadyRate(evidence);
  const status = rate === undefined ? 'unknown' : statusOf(rate, mark);
  const limit = status === 'critical' ? mark.critical : mark.healthy;
  return [
    {
      detector: 'throughput',
      status,
      metric: 'throughput',
      ...(rate === undefined ? {} : { value: Number(rate.toPrecision(4)) }),
      limit,
      unit: 'operations/s',
      message: messageOf(rate, status, limit),
      // a generator without CPU asks less too
      restsOnTiming: true,
      evidence: [FILES.summary, FILES.timeline],
      ...(status === 'healthy' || status === 'unknown' ? {} : pressureOf(evidence)),
    },
  ];
}

/** Operations that were sent in a steady hold and succeeded, a second; undefined without a steady second or a summary. */
export function steadyRate(evidence: Evidence): number | undefined {
  const { scenario, summary } = evidence;
  const played = playedSeconds(evidence);
  let fromSeconds = 0;
  let seconds = 0;
  let succeeded = 0;
  for (const [index, leg] of scenario.legs.entries()) {
    const held = Math.min(leg.seconds, played - fromSeconds);
    fromSeconds += leg.seconds;
    if (leg.phase !== 'steady' || leg.move !== 'hold' || held <= 0) continue;
    seconds += held;
    succeeded += statOf(summary, `${K6_METRIC.opDuration}{leg:${index}}`, 'count') ?? 0;
  }
  return summary === undefined || seconds === 0 ? undefined : succeeded / seconds;
}

function statusOf(rate: number, { healthy, critical }: ThroughputMark): Status {
  if (rate < critical) return 'critical';
  return rate > healthy ? 'healthy' : 'warning';
}

function messageOf(rate: number | undefined, status: Status, limit: number): string {
  if (rate === undefined) return 'throughput: no steady load was measured';
  const against =
    status === 'critical'
      ? `under the critical mark of ${roundedText(limit)}`
      : status === 'warning'
        ? `not over the healthy mark of ${roundedText(limit)}`
        : `over ${roundedText(limit)}`;
  return `${roundedText(rate)} operations/s succeeded in the steady load, ${against}`;
}
