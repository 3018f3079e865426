/** The seconds of a load as one looks for stalls in them. */
import { K6_METRIC } from '../../contract/contract.ts';
import type { Snapshot } from '../../store/timeline.ts';
import { type Evidence, spanSeconds } from '../evidence.ts';
import { latenessShare } from '../load/quantiles.ts';
import type { Span } from '../load/steady.ts';
import { grower } from './grower.ts';

export interface Second {
  fromMs: number;
  toMs: number;
  maxMs: number;
  medianMs: number;
  seconds: number;
  /** Asked of few: to tell takes longer than all the rest. */
  isWidespread(): boolean;
  /** In the whole second before it nothing ended, though there were users. */
  isAfterSilence: boolean;
  /** The machine was full then, and k6 or the service waited long enough for it to look stalled. */
  isCrowded: boolean;
}

/** Above this share of all cores in use, whoever wakes up has to wait for one more often than not. */
const FULL = 0.75;
/** Who waited less than this share of a stall for a CPU was not stopped by want of one. */
const MIN_WAIT_SHARE = 0.25;
/** Who comes in the first two thirds of a stall waits at least a third of it. */
export const LATE_SHARE_OF_LENGTH = 1 / 3;
/** Of the late answers so many at most may have waited for nearly all of it: the last tenth, or half a pause. */
const MAX_ALIKE = 0.8;
const END_SHARE = 0.1;
/** Of those who would come meanwhile so many must be late; k6 tells percentiles, which is coarse. */
const MIN_SHARE_OF_EXPECTED = 0.5;

export function secondsIn({ fromMs, toMs }: Span, evidence: Evidence): Second[] {
  const { timeline, scenario } = evidence;
  const isCrowded = crowdedSeconds(evidence);
  return timeline.flatMap((snapshot, index) => {
    const before = timeline[index - 1];
    const duration = snapshot.values[K6_METRIC.opDuration];
    if (before === undefined || before.t < fromMs || snapshot.t > toMs || duration === undefined) return [];
    const seconds = spanSeconds([before, snapshot].map(({ t }) => ({ t, value: 0 })));
    const { max: maxMs = 0, med: medianMs = 0 } = duration;
    const isWidespread = () =>
      isForAll(snapshot, duration, seconds, scenario.model === 'open') &&
      isSpread(duration, scenario.thinkSeconds);
    const times = { fromMs: before.t, toMs: snapshot.t };
    const isAfterSilence =
      before.values[K6_METRIC.opDuration]?.max === undefined && (before.values.vus?.value ?? 0) > 0;
    const isOurs = isCrowded(times, maxMs);
    // What is spread comes last: before other fields it takes Node 20 a hundred times as long, and a soak has 28,800 seconds.
    return [{ maxMs, medianMs, seconds, isWidespread, isAfterSilence, isCrowded: isOurs, ...times }];
  });
}

/** As many are late as would begin an iteration in so long a time, or as there are VUs to do it. */
function isForAll(
  { values }: Snapshot,
  duration: Record<string, number>,
  seconds: number,
  isOpen: boolean,
): boolean {
  const { max = 0 } = duration;
  const late = latenessShare(duration, LATE_SHARE_OF_LENGTH * max) * (values.http_reqs?.count ?? 0);
  const begun = ((values.iterations?.count ?? 0) / seconds) * (max / 1000);
  const expected = isOpen ? begun : Math.min(begun, values.vus?.value ?? begun);
  return late > 1 && late >= MIN_SHARE_OF_EXPECTED * expected;
}

/**
 * Who comes in the middle of a stall waits for the rest of it, so that the waits differ by as much as users pause. Those of an
 * operation that always takes so long are alike, though its users may have fallen into step.
 */
function isSpread(duration: Record<string, number>, thinkSeconds: number): boolean {
  if (thinkSeconds === 0) return true;
  const { max = 0 } = duration;
  const end = Math.min(END_SHARE * max, (thinkSeconds * 1000) / 2);
  return (
    latenessShare(duration, max - end) <= MAX_ALIKE * latenessShare(duration, LATE_SHARE_OF_LENGTH * max)
  );
}

/**
 * Against the machine as it was in that very second, by the readings around it: a neighbour that works now and then is
 * nothing in the mean of a phase. Unknown counts as not crowded: then the calm seconds between have to tell.
 */
function crowdedSeconds({
  samples,
  run,
}: Evidence): (second: Pick<Second, 'fromMs' | 'toMs'>, stallMs: number) => boolean {
  const busy = grower(samples, 'host_cpu_busy_seconds_total');
  const waits = [
    grower(samples, 'k6_cpu_wait_seconds_total'),
    grower(samples, 'process_cpu_wait_seconds_total'),
  ];
  return ({ fromMs, toMs }, stallMs) => {
    const cores = ((busy(fromMs, toMs) ?? 0) * 1000) / (toMs - fromMs);
    if (cores <= FULL * run.machine.cores) return false;
    const least = (MIN_WAIT_SHARE * stallMs) / 1000;
    return waits.some((waited) => (waited(fromMs, toMs) ?? Number.POSITIVE_INFINITY) >= least);
  };
}
