/** What has grown, as k6's own output for Prometheus would send it: https://grafana.com/docs/k6/latest/results-output/real-time/prometheus-remote-write/ */
import { ERROR_KINDS, K6_METRIC } from '../../../contract/contract.ts';
import { TREND_STATS } from '../../../plan/metrics-to.ts';
import { type LabelledValues, OF_K6 } from '../../export/points.ts';
import { countIn, statisticsOf } from './distribution.ts';
import type { Told } from './tally.ts';

const ERRORS: string[] = ERROR_KINDS.map((kind) => K6_METRIC.errorPrefix + kind);

/** @param grown series that were told of now @param all that ever were @param t epoch ms */
export function leavingFrom(grown: Told[], all: Told[], t: number): LabelledValues[] {
  const leaving = new Map<string, LabelledValues>();
  const ended = new Set<string>();
  for (const series of grown) {
    const key = keyOf(series);
    const { values } = leaving.get(key) ?? { values: {} };
    Object.assign(values, valuesOf(series));
    leaving.set(key, { labels: series.tags, t, prefix: OF_K6, values });
    if (isEnd(series)) ended.add(key);
  }
  for (const key of ended) Object.assign(leaving.get(key)?.values ?? {}, failuresIn(all, key));
  return [...leaving.values()];
}

function keyOf({ tags }: Told): string {
  return JSON.stringify(tags);
}

function valuesOf({ metric, kind, value, buckets }: Told): Record<string, number> {
  if (kind === 'gauge') return { [metric]: value };
  if (kind === 'counter') return { [`${metric}_total`]: value };
  const statistics = statisticsOf(buckets, TREND_STATS);
  return Object.fromEntries(
    // In seconds; a name has no brackets.
    Object.entries(statistics).map(([name, ms]) => [`${metric}_${name.replace(/[().]/g, '')}`, ms / 1000]),
  );
}

/** Of an operation, one way or the other. */
function isEnd({ metric }: Told): boolean {
  return metric === K6_METRIC.opDuration || ERRORS.includes(metric);
}

function failuresIn(all: Told[], key: string): Record<string, number> {
  let failed = 0;
  let succeeded = 0;
  for (const series of all) {
    if (!isEnd(series) || keyOf(series) !== key) continue;
    if (series.kind === 'trend') succeeded += countIn(series.buckets);
    else failed += series.value;
  }
  return { [`${K6_METRIC.opFailed}_rate`]: failed / (failed + succeeded) };
}
