/**
 * How often the box took the CPU away: periods of 100 ms in which the service had used up its quota (kernel:
 * Documentation/scheduler/sched-bwc.rst). At its limit a box is just full; it is a finding when the users feel it.
 */

import type { Status } from '../../contract/contract.ts';
import { FILES } from '../../store/store.ts';
import { percentText } from '../../text/numbers.ts';
import { adviceOf } from '../advice.ts';
import type { Found } from '../detector.ts';
import { limitsChanged } from '../doubts/limits-read-back.ts';
import { type Evidence, growth, series, spanSeconds, statOf } from '../evidence.ts';
import { steadySeconds } from '../load/steady.ts';
import { statusAgainst } from '../pass-mark.ts';
import { allowedCpus, allowedRange } from '../resources/allowed-cpus.ts';
import { throttledShare } from '../resources/pressure.ts';

/** Throttled in fewer periods than these, most requests never meet it: it cannot be why p95 is too high. */
const FELT_SHARE = 0.25;
/** Where no time is asked of the service: throttled in every second period it waits for CPU longer than it computes. */
const MAX_SHARE = 0.5;

export function judgeThrottling(evidence: Evidence): Found[] {
  const share = throttledShare(evidence);
  // Of a limit that was taken away in between nobody can say whether the service would have reached it.
  if (share === undefined || limitsChanged(evidence) !== undefined) return [];
  const status = statusOf(share, evidence);
  return [
    {
      detector: 'throttling',
      status,
      metric: 'cgroup_cpu_throttled_periods_total',
      value: Number(share.toPrecision(4)),
      limit: hasTimeMarks(evidence) ? FELT_SHARE : MAX_SHARE,
      unit: 'ratio',
      message: messageOf(share, status, evidence),
      ...(status === 'healthy'
        ? {}
        : {
            cause: 'the CPU limit of the box',
            ...adviceOf`see the top functions of ${FILES.cpuProfile}: make them cheaper, let fewer threads run at once, or use a box with more CPU`,
          }),
      evidence: [FILES.samples],
    },
  ];
}

/** A load that goes beyond the box on purpose, as a ladder does, has no steady phase. */
function statusOf(share: number, evidence: Evidence): Status {
  const most = hasTimeMarks(evidence) ? FELT_SHARE : MAX_SHARE;
  const isFelt = hasTimeMarks(evidence) ? crossesTimeMark(evidence) : steadySeconds(evidence) > 0;
  return share > most && isFelt ? 'warning' : 'healthy';
}

function hasTimeMarks({ scenario }: Evidence): boolean {
  return scenario.limits.some(({ unit }) => unit === 'ms');
}

function crossesTimeMark({ scenario, summary }: Evidence): boolean {
  return scenario.limits.some((limit) => {
    const value = limit.unit === 'ms' ? statOf(summary, limit.metric, limit.stat) : undefined;
    return value !== undefined && statusAgainst(limit, value) !== 'healthy';
  });
}

function messageOf(share: number, status: Status, evidence: Evidence): string {
  const limit = limitText(evidence);
  if (share === 0) return `the service never reached ${limit}`;
  const waited = waitedShare(evidence);
  const time =
    waited === undefined ? '' : `, and its threads waited ${percentText(waited)} of the time for it`;
  const felt =
    status === 'warning'
      ? ''
      : share <= FELT_SHARE
        ? '; that is rare'
        : hasTimeMarks(evidence)
          ? '; the responses come in time all the same'
          : '';
  return `${limit} throttled the service in ${percentText(share)} of the scheduler periods${time}${felt}`;
}

function limitText(evidence: Evidence): string {
  const range = allowedRange(evidence);
  if (range !== undefined) return `the limit, which was from ${range.least} to ${range.most} CPU,`;
  const cpus = allowedCpus(evidence);
  return cpus === undefined ? 'the CPU limit' : `the limit of ${cpus} CPU`;
}

/** Seconds throttled a second: of all threads on all cores together, so it may be more than one. */
function waitedShare({ samples }: Evidence): number | undefined {
  const waited = growth(samples, 'cgroup_cpu_throttled_seconds_total');
  const seconds = spanSeconds(series(samples, 'cgroup_cpu_throttled_seconds_total'));
  return waited === undefined || seconds <= 0 ? undefined : waited / seconds;
}
