import assert from 'node:assert/strict';
import { test } from 'node:test';
import { evidenceOf, START_MS, samplesOf, summaryOf } from '../../judge/fixtures.ts';
import type { Snapshot } from '../../store/timeline.ts';
import { seriesOf } from './series.ts';

function valuesOf(id: string, ...[evidence]: Parameters<typeof seriesOf>) {
  return seriesOf(evidence).series.find((each) => each.id === id)?.values;
}

const at = (second: number, values: Snapshot['values']): Snapshot => ({
  t: START_MS + second * 1000,
  values,
});

test('load and box share one axis, in seconds from the begin of the load', () => {
  const evidence = evidenceOf({
    timeline: [at(0, { vus: { value: 1 } }), at(1, { vus: { value: 5 } }), at(2, { vus: { value: 9 } })],
    samples: samplesOf({ runtime_heap_mb: [10, 11.23456, 12] }),
  });
  assert.deepEqual(seriesOf(evidence).time, [0, 1, 2]);
  assert.deepEqual(valuesOf('vus', evidence), [1, 5, 9]);
  assert.deepEqual(valuesOf('heap', evidence), [10, 11.23, 12]);
});

test('what was not read is a hole, and a series without a reading is not there', () => {
  const evidence = evidenceOf({
    timeline: [],
    samples: samplesOf({ runtime_heap_mb: [10, undefined, undefined, 12, undefined, 14] }),
  });
  assert.deepEqual(valuesOf('heap', evidence), [10, null, null, 12, 13, 14], 'one second is bridged');
  assert.equal(valuesOf('goroutines', evidence), undefined);
});

test('a counter is shown as a rate, over a hole as well, and a restart is no negative rate', () => {
  const samples = samplesOf({ cgroup_cpu_seconds_total: [0, 0.5, 1.5, 0.25], runtime_heap_mb: [1, 1, 1, 1] });
  assert.deepEqual(valuesOf('cpu', evidenceOf({ timeline: [], samples })), [null, 0.5, 1, null]);
  const holed = samples.filter((_, index) => index !== 1);
  assert.deepEqual(valuesOf('cpu', evidenceOf({ timeline: [], samples: holed })), [null, null, 0.75, null]);
});

test('throttling is the share of the scheduler periods', () => {
  const samples = samplesOf({
    cgroup_cpu_periods_total: [0, 10, 20, 20],
    cgroup_cpu_throttled_periods_total: [0, 5, 5, 5],
  });
  assert.deepEqual(valuesOf('throttled', evidenceOf({ timeline: [], samples })), [null, 0.5, 0, null]);
});

test('without a load there is no axis', () => {
  const { loadStartedAtMs: _, ...summary } = summaryOf();
  assert.deepEqual(seriesOf(evidenceOf({ summary, timeline: [] })), { time: [], series: [] });
});

test('readings that are decades after the begin of the load have no place on its axis', () => {
  const summary = { ...summaryOf(), loadStartedAtMs: 0 };
  assert.deepEqual(seriesOf(evidenceOf({ summary })), { time: [], series: [] });
});
