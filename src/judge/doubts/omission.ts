/**
 * What a closed model leaves out (coordinated omission, G. Tene). A VU that waits for an answer does not ask meanwhile, so
 * of a stall that many users would have met k6 measures one answer a VU. Those that are missing are seen by what the load
 * brought less in such a second than in its median one; they would have come all through the stall, so that each would have
 * waited for some part of it.
 */
import { K6_METRIC } from '../../contract/contract.ts';
import type { Snapshot } from '../../store/timeline.ts';
import { msText, percentText } from '../../text/numbers.ts';
import type { Evidence } from '../evidence.ts';
import { valueAt, valuesOf } from '../load/quantiles.ts';
import { steadySpan } from '../load/steady.ts';
import { median } from '../statistics/median.ts';
import { weightedQuantile } from '../statistics/weighted-quantile.ts';

export interface Omission {
  /** Requests that k6 sent in the steady phase, and that it would have sent besides. */
  sent: number;
  omitted: number;
  /** Of all operations, as measured and with the omitted ones. */
  p95Ms: number;
  completedP95Ms: number;
}

/** What p95 leaves out anyway is no omission worth a word. */
const MAX_OMITTED_SHARE = 0.05;
/** A p95 that would be no higher than this hides nothing. */
const MIN_TIMES_HIGHER = 1.25;

/** In words what was left out; undefined when it is not worth it. */
export function omissionSeen(evidence: Evidence): string | undefined {
  const load = steadyLoad(evidence);
  // What a soak has measured is made into values only where something may be left out.
  if (load === undefined || load.omitted <= MAX_OMITTED_SHARE * load.sent) return undefined;
  const { sent, omitted, p95Ms, completedP95Ms } = completed(load);
  if (completedP95Ms < MIN_TIMES_HIGHER * p95Ms) return undefined;
  return `while responses were outstanding, the VUs of k6 waited and left out about ${Math.round(omitted)} requests (${percentText(omitted / sent)} of those it sent in the steady phase); with them p95 of all operations would be ${msText(completedP95Ms)} instead of ${msText(p95Ms)}`;
}

/** What stands for the requests of one second, or of one wait: values of equal weight. */
interface Share {
  ms: number[];
  /** Of each value, in requests. */
  weight: number;
}

const PERCENTILE = 0.95;
/** Values that stand for a distribution: finer is not known. */
const MAX_VALUES = 100;
/** Less than this of the usual requests: with pauses of chance length no second is like another. */
const SHORT_SHARE = 0.8;
/** A stall keeps everybody waiting, a slow request only some: so many of the VUs must have waited so long. */
const WAITING_SHARE = 0.5;
/** A wait that leaves something out is one in which a VU would have asked again: so many times from one request to the next. */
const MIN_PACES = 2;

interface Second {
  seconds: number;
  requests: number;
  vus: number;
  /** What half of the VUs waited at least. */
  waitedMs: number;
}

/** Undefined in the open model, which leaves nothing out, and without a steady phase. */
export function omissionOf(evidence: Evidence): Omission | undefined {
  const load = steadyLoad(evidence);
  return load === undefined ? undefined : completed(load);
}

interface SteadyLoad {
  /** Those in which operations ended. */
  measured: Snapshot[];
  leftOut: Share[];
  sent: number;
  omitted: number;
}

function completed({ measured, leftOut, sent, omitted }: SteadyLoad): Omission {
  const shares = measured.map(shareOf);
  return { sent, omitted, p95Ms: p95Of(shares), completedP95Ms: p95Of([...shares, ...leftOut]) };
}

function steadyLoad(evidence: Evidence): SteadyLoad | undefined {
  const span = steadySpan(evidence);
  if (span === undefined || evidence.scenario.model === 'open') return undefined;
  const periods = evidence.timeline.filter(({ t }) => t > span.fromMs && t <= span.toMs);
  const measured = periods.filter(({ values }) => values[K6_METRIC.opDuration] !== undefined);
  const seconds = secondsIn(periods);
  const usual = median(seconds.map((second) => second.requests / second.seconds));
  if (measured.length === 0 || !(usual > 0)) return undefined;
  const leftOut = shortRunsIn(seconds, usual).flatMap((run) => leftOutIn(run, usual));
  return {
    measured,
    leftOut,
    sent: measured.reduce((sum, { values }) => sum + (values.http_reqs?.count ?? 0), 0),
    omitted: leftOut.reduce((sum, { ms, weight }) => sum + ms.length * weight, 0),
  };
}

/** The first period only tells where the next one begins. */
function secondsIn(periods: Snapshot[]): Second[] {
  return periods.slice(1).map(({ t, values }, index) => {
    const requests = values.http_reqs?.count ?? 0;
    const vus = values.vus?.value ?? 0;
    const share = 1 - Math.min(1, (WAITING_SHARE * vus) / requests);
    const waitedMs = requests === 0 ? 0 : valueAt(values[K6_METRIC.opDuration] ?? {}, share);
    return { seconds: (t - (periods[index]?.t ?? t)) / 1000, requests, vus, waitedMs };
  });
}

/**
 * What is missing, but no more than would have come during the waits that were seen: when k6 itself stood still, nobody
 * waited. Who comes at any moment of a stall waits for the rest of it.
 * @param usual requests a second
 */
function leftOutIn(run: Second[], usual: number): Share[] {
  const missing = run.reduce((sum, each) => sum + Math.max(0, usual * each.seconds - each.requests), 0);
  const waitsMs = run.flatMap(({ waitedMs, vus }) =>
    waitedMs >= (MIN_PACES * 1000 * vus) / usual ? [waitedMs] : [],
  );
  const most = waitsMs.reduce((sum, ms) => sum + (usual * ms) / 1000, 0);
  const scale = most === 0 ? 0 : Math.min(1, missing / most);
  return waitsMs.map((waitMs) => ({
    ms: Array.from({ length: MAX_VALUES }, (_, at) => (waitMs * (at + 0.5)) / MAX_VALUES),
    weight: (scale * usual * waitMs) / 1000 / MAX_VALUES,
  }));
}

/** Each with the second after it, in which its last answers may have come. */
function shortRunsIn(seconds: Second[], usual: number): Second[][] {
  const runs: Second[][] = [];
  let open: Second[] | undefined;
  for (const second of seconds) {
    open?.push(second);
    const isShort = second.requests < SHORT_SHARE * usual * second.seconds;
    if (isShort && open === undefined) {
      open = [second];
      runs.push(open);
    }
    if (!isShort) open = undefined;
  }
  return runs;
}

function shareOf({ values }: Snapshot): Share {
  const duration = values[K6_METRIC.opDuration] ?? {};
  return { ms: valuesOf(duration, MAX_VALUES), weight: (values.http_reqs?.count ?? 0) / MAX_VALUES };
}

function p95Of(shares: Share[]): number {
  return weightedQuantile(PERCENTILE, (take) => {
    for (const { ms, weight } of shares) for (const each of ms) take(each, weight);
  });
}
