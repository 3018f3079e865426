/** The pass marks that scenarios share. */
import { K6_METRIC, type Limit } from '../contract.ts';

/** Share of operations that failed, of any kind. */
export const ERROR_RATE: Limit = {
  metric: K6_METRIC.opFailed,
  stat: 'rate',
  unit: 'ratio',
  healthy: 0.05,
  critical: 0.15,
};

/** 95th percentile of the duration of one operation's successes, ms. */
export function p95(op: string, healthyMs: number, criticalMs: number): Limit {
  return {
    metric: `${K6_METRIC.opDuration}{op:${op}}`,
    stat: 'p(95)',
    unit: 'ms',
    healthy: healthyMs,
    critical: criticalMs,
  };
}
