/** Makes summary.json out of all that k6 has told. */
import { K6_METRIC, type K6Summary, type Told, TREND_STATS } from '../../../contract/contract.ts';
import { type Amounts, add, partsOf, typeOf, valuesOf } from './amounts.ts';
import type { Told as Series } from './tally.ts';

/**
 * @param all series as they were told last
 * @param told what the script says of itself
 * @param untilMs when it told of something last, epoch ms
 * @returns undefined when it never came to begin
 */
export function summaryOf(all: Series[], { begun, setUp }: Told, untilMs: number): K6Summary | undefined {
  if (begun === undefined) return undefined;
  const testRunDurationMs = Math.max(0, untilMs - begun.atMs);
  const amounts = amountsOf(all, begun.metrics);
  const whole = [...amounts.keys()].filter((name) => partsOf(name).tags === '');
  const metrics: K6Summary['metrics'] = {};
  for (const name of new Set([...begun.metrics, K6_METRIC.opFailed, ...whole])) {
    const type = typeOf(amounts, name);
    const values = valuesOf(amounts, name, testRunDurationMs / 1000, TREND_STATS);
    metrics[name] = { type, contains: type === 'trend' ? 'time' : 'default', values };
  }
  for (const { kind, metric, value, least: min, most: max } of all)
    if (kind === 'gauge') metrics[metric] = { type: kind, contains: 'default', values: { value, min, max } };
  return {
    schema: 'burstbox/summary/1',
    ...setUp,
    legs: begun.legs,
    testRunDurationMs,
    metrics,
    checks: [],
  };
}

/** In all, and under each set of tags that one of these metrics has. */
function amountsOf(all: Series[], metrics: string[]): Amounts {
  const sets = [...new Set(['', ...metrics.map((name) => partsOf(name).tags)])].map((text) => ({
    text,
    pairs: [...text.matchAll(/([^{},:]+):([^{},]*)/g)].map(([, key = '', value]) => [key, value] as const),
  }));
  const amounts: Amounts = new Map();
  for (const series of all)
    for (const { text, pairs } of sets)
      if (pairs.every(([key, value]) => series.tags[key] === value))
        add(amounts, series.metric + text, series);
  return amounts;
}
