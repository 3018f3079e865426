/** Prometheus metrics, of which we take what the usual client libraries show of the runtime and the process. */
import { type Adapter, reading, type Values } from './adapter.ts';
import { SERIES_RULES } from './prometheus-series.ts';
import { type Metric, readMetrics } from './prometheus-text.ts';
import type { SeriesRule } from './series-rule.ts';

const WANTED = new Set(SERIES_RULES.flatMap(({ metrics, less = [] }) => [...metrics, ...less]));

export const prometheus: Adapter = {
  // Mounted into a Python application it ends in a slash; Spring Boot and Quarkus have places of their own.
  paths: ['/metrics', '/metrics/', '/actuator/prometheus', '/q/metrics'],
  // Labels by customer or bucket make pages of 6, 14 and 17 MB, as their users report.
  mostBytes: 64 * 1024 * 1024,
  keeps: (name) => WANTED.has(name),
  read(body) {
    const found = new Map<string, Metric[]>();
    for (const metric of readMetrics(body, (name) => WANTED.has(name))) append(found, metric);
    const values: Values = Object.assign({}, ...SERIES_RULES.map((rule) => readingOf(rule, found)));
    return Object.keys(values).length === 0 ? undefined : values;
  },
};

function append(found: Map<string, Metric[]>, metric: Metric): void {
  const parts = found.get(metric.name);
  if (parts === undefined) found.set(metric.name, [metric]);
  else parts.push(metric);
}

function readingOf(rule: SeriesRule, found: Map<string, Metric[]>): Values {
  const { series, metrics, parts = [], less = [], where, factor } = rule;
  const all = metrics.map((name) => found.get(name)).find((metric) => metric !== undefined) ?? [];
  const wanted = where === undefined ? all : all.filter(({ labels }) => where(labels));
  if (wanted.length === 0 || (parts !== 'any' && !arePartsOfOne(wanted, parts))) return {};
  const deducted = less.map((name) => found.get(name));
  if (deducted.includes(undefined)) return {};
  return reading(series, sumOf(wanted) - sumOf(deducted.flatMap((metric) => metric ?? [])), factor);
}

function sumOf(metrics: Metric[]): number {
  return metrics.reduce((total, { value }) => total + value, 0);
}

/** Whether they differ in nothing but these labels. */
function arePartsOfOne(metrics: Metric[], parts: string[]): boolean {
  const others = metrics.map(({ labels }) =>
    JSON.stringify([...labels].filter(([name]) => !parts.includes(name)).sort()),
  );
  return new Set(others).size <= 1;
}
