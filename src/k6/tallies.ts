/** What operations of all kinds are counted by: k6 takes new metrics only before the load. */
import { K6_METRIC } from '../contract/contract.ts';
import { rateOf, seldomCounter, trendOf } from './metrics.ts';

export const duration = trendOf(K6_METRIC.opDuration);
export const failed = rateOf(K6_METRIC.opFailed);
/** Counts what seldom happens, by the name of its counter. */
export const countSeldom = seldomCounter();
/** By kind of failure: the file that was counted last as one that met it. */
export const hurtLast: Partial<Record<string, string>> = {};
