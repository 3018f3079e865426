/** A scenario's pass marks, and what a number is worth against one. */
import { K6_METRIC, type Limit, type Status } from '../contract/contract.ts';
import { ERROR_RATE } from '../shared/load/limits.ts';
import type { ScenarioPlan } from '../store/records/records.ts';

export function statusAgainst({ healthy, critical }: Limit, value: number): Status {
  if (value > critical) return 'critical';
  return value <= healthy ? 'healthy' : 'warning';
}

/** The scenario's own mark for the share of operations that fail; the usual one for a scenario that asks nothing. */
export function errorMark({ limits }: ScenarioPlan): Limit {
  return limits.find(isErrorMark) ?? ERROR_RATE;
}

export function isErrorMark({ metric, stat }: Limit): boolean {
  return metric === K6_METRIC.opFailed && stat === 'rate';
}
