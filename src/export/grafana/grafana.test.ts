import assert from 'node:assert/strict';
import { test } from 'node:test';
import { K6_METRIC, SAMPLE_NAMES } from '../../contract/contract.ts';
import { TREND_STATS } from '../../plan/metrics-to.ts';
import { exportedName } from '../../run/export/points.ts';
import { grafanaFile } from './grafana.ts';

interface Panel {
  id: number;
  type: string;
  gridPos: { x: number; y: number; w: number; h: number };
  targets?: { refId: string; expr: string }[];
}

const dashboard: { uid: string; panels: Panel[]; templating: { list: { name: string }[] } } = JSON.parse(
  grafanaFile().text,
);
const expressions = dashboard.panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr));

/** Of k6 itself (metrics/builtin.go), by what its remote write puts behind the name: counters, gauges, rates, trends. */
const OF_K6 = {
  counter: ['http_reqs', 'data_sent', 'data_received', K6_METRIC.droppedIterations],
  gauge: ['vus'],
  rate: [K6_METRIC.opFailed],
  trend: [K6_METRIC.opDuration],
};

test('every query names a metric that k6 or burstbox writes', () => {
  const trends = TREND_STATS.map((stat) => stat.replace(/[()]/g, ''));
  const written = new Set([
    ...SAMPLE_NAMES.map((name) => exportedName(name)),
    ...OF_K6.counter.map((name) => `k6_${name}_total`),
    ...OF_K6.gauge.map((name) => `k6_${name}`),
    ...OF_K6.rate.map((name) => `k6_${name}_rate`),
    ...OF_K6.trend.flatMap((name) => trends.map((stat) => `k6_${name}_${stat}`)),
  ]);
  const named = expressions.flatMap((expr) => expr.match(/\b(?:k6|burstbox)_\w+/g) ?? []);
  assert.ok(named.length >= expressions.length);
  for (const name of named) assert.ok(written.has(name), name);
});

test('every query is of the run, the box and the scenario that are chosen', () => {
  const selector = '{testid=~"$testid", profile=~"$profile", load=~"$load"}';
  for (const expr of expressions) {
    assert.equal(expr.split(selector).length - 1, (expr.match(/\b(?:k6|burstbox)_\w+/g) ?? []).length, expr);
    assert.ok(!expr.includes('$of'), expr);
  }
  const names = dashboard.templating.list.map(({ name }) => name);
  assert.deepEqual(names, ['datasource', 'testid', 'profile', 'load']);
});

test('panels have ids of their own and do not overlap', () => {
  const { panels } = dashboard;
  assert.equal(new Set(panels.map(({ id }) => id)).size, panels.length);
  const cells = panels.flatMap(({ gridPos: { x, y, w, h } }) =>
    Array.from({ length: w * h }, (_, at) => `${x + (at % w)} ${y + Math.floor(at / w)}`),
  );
  assert.equal(new Set(cells).size, cells.length);
  for (const { gridPos } of panels) assert.ok(gridPos.x + gridPos.w <= 24);
});
