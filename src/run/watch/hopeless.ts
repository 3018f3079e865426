/**
 * A pass mark that cannot be kept any more: even if all operations that can still come went well, the final figure would
 * be over its critical mark. Every estimate errs on the side of playing on: of what was bad the least is counted, of what
 * can still come the most.
 */
import { K6_METRIC, type Limit } from '../../contract/contract.ts';
import { measureText } from '../../judge/mark-text.ts';
import { totalSeconds } from '../../shared/load/shape.ts';
import type { ScenarioPlan } from '../../store/records/records.ts';
import type { Snapshot } from '../../store/timeline.ts';
import { msText, percentText } from '../../text/numbers.ts';
import { operationsIn, operationsToCome } from './operations.ts';
import type { Rule } from './rule.ts';

/** What of a limit's operations was over its mark so far. */
interface Tally {
  /** Share of operations that may be bad before the limit is critical. */
  allowed: number;
  bad: number;
  all: number;
  add(period: Snapshot): void;
  /** `43 % of 812 operations failed`; and what that means for the end. */
  says(): { now: string; end: string };
}

/** k6 interpolates between two neighbours: one operation more makes the quantile lie over the mark for certain. */
const INTERPOLATED = 1;
/** The quantiles that a period has; the largest value is the quantile 1. */
const QUANTILES: [stat: string, quantile: number][] = [
  ['min', 0],
  ['med', 0.5],
  ['p(90)', 0.9],
  ['p(95)', 0.95],
  ['p(99)', 0.99],
  ['max', 1],
];

/** Ends a load of which a mark is lost. */
export function hopelessRule(scenario: ScenarioPlan): Rule<Snapshot> {
  const lostMark = lostMarkOf(scenario);
  return (period, playedSeconds) => {
    const lost = lostMark(period, playedSeconds);
    if (lost === undefined) return undefined;
    return { id: 'limit-hopeless', message: `${lost}; --abort-on critical ended the load there` };
  };
}

/**
 * In words which mark is lost; undefined while none is. It wants to see every period once. Looks at the error shares and
 * quantiles among the scenario's limits; another statistic cannot be foretold.
 */
export function lostMarkOf(
  scenario: ScenarioPlan,
): (period: Snapshot, playedSeconds: number) => string | undefined {
  const tallies = scenario.limits.flatMap((limit) => tallyOf(limit, scenario) ?? []);
  const wholeSeconds = totalSeconds(scenario.legs);
  return (period, playedSeconds) => {
    for (const tally of tallies) tally.add(period);
    if (playedSeconds >= wholeSeconds) return undefined;
    const toCome = operationsToCome(scenario, playedSeconds, period.values.vus?.value ?? 0);
    const lost = tallies.find(({ allowed, bad, all }) => bad > allowed * (all + toCome) + INTERPOLATED);
    if (lost === undefined) return undefined;
    const { now, end } = lost.says();
    return `${now} in the first ${Math.round(playedSeconds)} of ${wholeSeconds} s: even if everything had gone well from then on, ${end}`;
  };
}

function tallyOf(limit: Limit, scenario: ScenarioPlan): Tally | undefined {
  const { opFailed, opDuration, opResponse } = K6_METRIC;
  const [, metric, tags = ''] = /^(\w+)(\{.*\})?$/.exec(limit.metric) ?? [];
  // With one operation an iteration all of them are of that operation.
  const tag = scenario.operations === 1 ? '' : tags;
  if (metric === opFailed && limit.stat === 'rate') return failuresOf(limit, tag);
  const quantile = quantileOf(limit.stat);
  return (metric === opDuration || metric === opResponse) && quantile !== undefined
    ? slownessOf(limit, quantile, metric, tag)
    : undefined;
}

function failuresOf({ critical }: Limit, tag: string): Tally {
  return {
    allowed: critical,
    bad: 0,
    all: 0,
    add(period) {
      const { ended, failed } = operationsIn(period, tag);
      this.bad += failed;
      this.all += ended;
    },
    says() {
      return {
        now: `${percentText(this.bad / this.all)} of ${this.all} operations failed`,
        end: `more than the critical ${percentText(critical)} would have failed in the end`,
      };
    },
  };
}

function slownessOf(limit: Limit, quantile: number, metric: string, tag: string): Tally {
  const mark = msText(limit.critical);
  return {
    allowed: 1 - quantile,
    bad: 0,
    all: 0,
    add(period) {
      const { ended, failed } = operationsIn(period, tag);
      const succeeded = Math.max(0, ended - failed);
      this.bad += slowIn(period.values[metric + tag] ?? {}, succeeded, limit.critical);
      this.all += succeeded;
    },
    says() {
      const share = `at least ${percentText(this.bad / this.all)} of ${this.all}`;
      return {
        now: `${this.bad === this.all ? `all ${this.all}` : share} operations took longer than ${mark}`,
        end: `${measureText(limit)} would have been over that critical mark in the end`,
      };
    },
  };
}

/**
 * The least number of operations over the mark. The quantile q of n values in order lies at or before value number
 * ceil(q × (n - 1)), counted from 0: when it is over the mark, so are that value and all after it.
 */
function slowIn(stats: Record<string, number>, count: number, mark: number): number {
  const over = QUANTILES.find(([stat]) => (stats[stat] ?? Number.NEGATIVE_INFINITY) > mark);
  return over === undefined || count === 0 ? 0 : Math.max(0, count - Math.ceil(over[1] * (count - 1)));
}

/** `p(95)` → 0.95, `med` → 0.5. */
function quantileOf(stat: string): number | undefined {
  if (stat === 'med') return 0.5;
  const percent = /^p\((\d+(?:\.\d+)?)\)$/.exec(stat)?.[1];
  return percent === undefined ? undefined : Number(percent) / 100;
}
