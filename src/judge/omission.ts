/**
 * What a closed model leaves out. A VU that waits for an answer does not ask meanwhile, so of a stall that many users
 * would have met k6 measures one answer a VU. Method: HdrHistogram's copyCorrectedForCoordinatedOmission (G. Tene): beside
 * an answer that took longer than a VU's usual pace from one request to the next stand those that it kept from being
 * asked, each of which would have waited one such interval less.
 */
import { K6_METRIC } from '../contract.ts';
import { msText, percentText } from '../numbers.ts';
import { median } from '../statistics/median.ts';
import type { Snapshot } from '../timeline.ts';
import type { Evidence } from './evidence.ts';
import { valuesOf } from './quantiles.ts';
import { steadySpan } from './steady.ts';

export interface Omission {
  /** Requests that k6 sent in the steady phase, and that it would have sent besides. */
  sent: number;
  omitted: number;
  /** Of all operations, as measured and with the omitted ones. */
  p95Ms: number;
  completedP95Ms: number;
}

/** What p95 leaves out anyway is no omission worth a word. */
const MOST_OMITTED_SHARE = 0.05;

/** In words what was left out; undefined when it is not worth it. */
export function omissionSeen(evidence: Evidence): string | undefined {
  const { sent, omitted, p95Ms, completedP95Ms } = omissionOf(evidence) ?? NOTHING;
  if (omitted <= MOST_OMITTED_SHARE * sent) return undefined;
  return `while the service stalled, k6 waited with it and left out about ${Math.round(omitted)} requests (${percentText(omitted / sent)} of those it sent in the steady phase); with them p95 of all operations would be ${msText(completedP95Ms)} instead of ${msText(p95Ms)}`;
}

const NOTHING: Omission = { sent: 0, omitted: 0, p95Ms: 0, completedP95Ms: 0 };

interface Weighted {
  ms: number;
  weight: number;
}

const PERCENTILE = 0.95;
/** Values that stand for a second's distribution, and for what one long wait hides: finer is not known. */
const MOST_VALUES = 100;

/** Undefined in the open model, which leaves nothing out, and without a steady phase. */
export function omissionOf(evidence: Evidence): Omission | undefined {
  const span = steadySpan(evidence);
  if (span === undefined || evidence.scenario.model === 'open') return undefined;
  const seconds = evidence.timeline.filter(({ t }) => t > span.fromMs && t <= span.toMs);
  const paceMs = usualPaceMs(seconds);
  const measured = seconds.flatMap(measuredIn);
  if (paceMs === undefined || measured.length === 0) return undefined;
  const omitted = measured.flatMap((value) => hiddenBehind(value, paceMs));
  return {
    sent: weightOf(measured),
    omitted: weightOf(omitted),
    p95Ms: p95Of(measured),
    completedP95Ms: p95Of([...measured, ...omitted]),
  };
}

/** From one request of a VU to its next in the median second, so with its pauses; undefined when most were empty. */
function usualPaceMs(seconds: Snapshot[]): number | undefined {
  const paces = seconds.slice(1).flatMap(({ t, values }, index) => {
    const lengthMs = t - (seconds[index]?.t ?? t);
    const vus = values.vus?.value;
    return vus === undefined ? [] : [(lengthMs * vus) / (values.http_reqs?.count ?? 0)];
  });
  const pace = median(paces);
  return Number.isFinite(pace) ? pace : undefined;
}

function measuredIn({ values }: Snapshot): Weighted[] {
  const duration = values[K6_METRIC.opDuration];
  if (duration === undefined) return [];
  const weight = (values.http_reqs?.count ?? 0) / MOST_VALUES;
  return valuesOf(duration, MOST_VALUES).map((ms) => ({ ms, weight }));
}

function hiddenBehind({ ms, weight }: Weighted, paceMs: number): Weighted[] {
  const count = Math.floor(ms / paceMs) - 1;
  const shown = Math.min(count, MOST_VALUES);
  return Array.from({ length: Math.max(0, shown) }, (_, index) => ({
    ms: ms - paceMs * (1 + (index * count) / shown),
    weight: (weight * count) / shown,
  }));
}

function weightOf(values: Weighted[]): number {
  return values.reduce((sum, { weight }) => sum + weight, 0);
}

function p95Of(values: Weighted[]): number {
  const sorted = [...values].sort((a, b) => a.ms - b.ms);
  const wanted = PERCENTILE * weightOf(values);
  let below = 0;
  for (const { ms, weight } of sorted) {
    below += weight;
    if (below >= wanted) return ms;
  }
  return sorted.at(-1)?.ms ?? 0;
}
