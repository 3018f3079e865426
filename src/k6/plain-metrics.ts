/** Metrics under their plain names, for whoever is shown them; where a run is driven too, beside those that told.ts says. */
import { Counter, Trend } from 'k6/metrics';
import {
  ERROR_KINDS,
  FILE_ERROR_KINDS,
  FINE,
  K6_METRIC,
  SELDOM,
  SUMMED,
  UNSENT_KINDS,
} from '../contract/contract.ts';
import type { Metric, TrendMetric } from './metrics.ts';
import { isAlone } from './parameters.ts';

export function plainTrend(name: string): TrendMetric {
  const plain = new Trend(name, true);
  if (isAlone) return { power: 1, add: plain.add };
  const { add } = new Trend(name + FINE.ending);
  return {
    power: 1,
    add(ms, tags) {
      add(ms ** FINE.power, tags);
      plain.add(ms, tags);
    },
  };
}

export function plainCounter(name: string): Metric {
  const plain = new Counter(name);
  if (isAlone) return plain;
  const told = new Trend(name + SUMMED.ending);
  return {
    add(value, tags) {
      told.add(value, tags);
      plain.add(value, tags);
    },
  };
}

export function plainSeldom(): (name: string) => void {
  const { tokenRenewals, iterationExceptions, errorPrefix, filesPrefix, unsentPrefix } = K6_METRIC;
  const names = [
    ...[tokenRenewals, iterationExceptions],
    ...ERROR_KINDS.map((kind) => errorPrefix + kind),
    ...FILE_ERROR_KINDS.map((kind) => filesPrefix + kind),
    ...UNSENT_KINDS.map((kind) => unsentPrefix + kind),
  ];
  const counters = new Map(names.map((name) => [name, new Counter(name)]));
  const told = isAlone ? undefined : new Trend(SELDOM.metric);
  return (name) => {
    told?.add(1, { [SELDOM.tag]: name });
    counters.get(name)?.add(1);
  };
}
