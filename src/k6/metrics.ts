/** Metrics of ours: those that told.ts says for a script that is driven, and k6's own for one that runs alone or is shown. */
import { Rate, Trend } from 'k6/metrics';
import { FINE, SELDOM, SUMMED } from '../contract/contract.ts';
import { isReadPlain } from './parameters.ts';
import { plainCounter, plainSeldom, plainTrend } from './plain-metrics.ts';

export interface Metric {
  add(value: number, tags?: Record<string, string>): void;
}

/** A trend of ms, which takes them raised to this power: a function that did it would cost k6 more than the sample. */
export interface TrendMetric extends Metric {
  power: number;
}

export function trendOf(name: string): TrendMetric {
  if (isReadPlain) return plainTrend(name);
  const { add } = new Trend(name + FINE.ending);
  return { add, power: FINE.power };
}

export function counterOf(name: string): Metric {
  return isReadPlain ? plainCounter(name) : new Trend(name + SUMMED.ending);
}

/** Counters of what seldom happens. @returns counts one more of what has this name */
export function seldomCounter(): (name: string) => void {
  if (isReadPlain) return plainSeldom();
  const { add } = new Trend(SELDOM.metric);
  return (name) => add(1, { [SELDOM.tag]: name });
}

/** Of one that is driven it follows from the other metrics; undefined then. */
export function rateOf(name: string): { add(value: boolean): void } | undefined {
  return isReadPlain ? new Rate(name) : undefined;
}
