/** Metrics of ours: k6's own for a script that runs alone; of one that is driven those that told.ts says. */
import { Counter, Rate, Trend } from 'k6/metrics';
import { BY_KIND, FINE, SUMMED } from '../contract/contract.ts';
import { isAlone, isShown } from './parameters.ts';

export interface Metric {
  add(value: number, tags?: Record<string, string>): void;
}

/** @param name of a trend of ms */
export function trendOf(name: string): Metric {
  if (isAlone) return new Trend(name, true);
  const { add } = new Trend(name + FINE.ending);
  const { power } = FINE;
  return withPlain(
    (ms, tags) => add(ms ** power, tags),
    () => new Trend(name, true),
  );
}

export function counterOf(name: string): Metric {
  if (isAlone) return new Counter(name);
  const { add } = new Trend(name + SUMMED.ending);
  return withPlain(add, () => new Counter(name));
}

/** Counters of the same prefix, of which one counts what has happened. */
export function countersOf<Kind extends string>(
  prefix: string,
  kinds: readonly Kind[],
): (kind: Kind) => void {
  const plain =
    isAlone || isShown ? new Map(kinds.map((kind) => [kind, new Counter(prefix + kind)])) : undefined;
  if (isAlone) return (kind) => plain?.get(kind)?.add(1);
  const { add } = new Trend(prefix + BY_KIND.ending);
  return (kind) => {
    add(1, { [BY_KIND.tag]: kind });
    plain?.get(kind)?.add(1);
  };
}

/** Of one that is driven it follows from the other metrics; undefined then. */
export function rateOf(name: string): { add(value: boolean): void } | undefined {
  return isAlone || isShown ? new Rate(name) : undefined;
}

function withPlain(add: Metric['add'], plain: () => Metric): Metric {
  if (!isShown) return { add };
  const { add: addPlain } = plain();
  return {
    add(value, tags) {
      add(value, tags);
      addPlain(value, tags);
    },
  };
}
