import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import type { K6Summary, Told } from '../../../contract/contract.ts';
import { FILES, readRecord } from '../../../store/store.ts';
import { readTimeline } from '../../../store/timeline.ts';
import { tempFolder } from '../../../testing/temp-folder.ts';
import type { LabelledValues } from '../../export/points.ts';
import { takeFigures } from './figures.ts';
import { type Pushed, powersOf, pushOf } from './fixtures.ts';

const BEGAN_MS = 1_000_000;
const LEGS: NonNullable<Told['begun']>['legs'] = [{ phase: 'steady', move: 'hold', seconds: 10, level: 2 }];
const OF_LOAD = { op: 'ping', leg: '0' };
const METRICS = [
  'op_failed',
  'op_duration{op:ping,leg:0}',
  'op_failed{op:ping}',
  'op_failed{op:upload}',
  'dropped_iterations',
];
const TOLD: Told = {
  begun: { atMs: BEGAN_MS, legs: LEGS, metrics: METRICS },
  setUp: { loadStartedAtMs: BEGAN_MS + 100 },
};

/** Takes what k6 pushes as one does that was started with these figures. */
async function taking(t: TestContext, byOperation = true, leave?: (figures: LabelledValues[]) => void) {
  const folder = await tempFolder(t);
  const figures = await takeFigures(folder, byOperation, leave);
  t.after(() => figures.end({}));
  const { K6_PROMETHEUS_RW_SERVER_URL: url = '', K6_PROMETHEUS_RW_BEARER_TOKEN: token = '' } =
    figures.environment;
  const send = async (body: Buffer, bearer = token) =>
    (await fetch(url, { method: 'POST', body, headers: { authorization: `Bearer ${bearer}` } })).status;
  return {
    send,
    push: async (...series: Pushed[]) => assert.equal(await send(pushOf(...series)), 204),
    timeline: () => readTimeline(join(folder, FILES.timeline)),
    summary(told: Told = TOLD): K6Summary | undefined {
      figures.end(told);
      assert.equal(existsSync(join(folder, FILES.summary)), told.begun !== undefined);
      return readRecord<K6Summary>('summary', join(folder, FILES.summary));
    },
  };
}

/** All that was told by this second after the beginning. */
function second(after: number, ms: number[], failures = 0): Pushed[] {
  const t = BEGAN_MS + after * 1000;
  const all = [...ms, ...Array<number>(failures).fill(1)];
  return [
    { name: 'vus', t, value: 2 },
    { name: 'op_duration_fine', tags: OF_LOAD, t, samples: powersOf(ms) },
    ...(failures === 0
      ? []
      : [
          {
            name: 'seldom_sum',
            tags: { ...OF_LOAD, what: 'op_errors_timeout' },
            t,
            samples: Array<number>(failures).fill(1),
          },
        ]),
    { name: 'http_req_duration_seconds', tags: OF_LOAD, t, samples: all.map((value) => value / 1000) },
    { name: 'http_req_waiting_seconds', tags: OF_LOAD, t, samples: [0.001] },
  ];
}

test('each push is a period, of what has come since the one before', async (t) => {
  const { push, timeline } = await taking(t);
  await push(...second(1, [10, 20]));
  await push(...second(2, [10, 20, 40, 40, 40], 1));
  await push({ name: 'vus', t: BEGAN_MS + 3000, value: 1 });
  const periods = timeline();
  assert.deepEqual(
    periods.map(({ t: at }) => at - BEGAN_MS),
    [1000, 2000, 3000],
  );
  const [, busy, quiet] = periods.map(({ values }) => values);
  assert.ok(Math.abs((busy?.op_duration?.med ?? 0) - 40) < 0.2, String(busy?.op_duration?.med));
  assert.ok(Math.abs((busy?.['op_duration{op:ping}']?.min ?? 0) - 40) < 0.2);
  assert.deepEqual(busy?.['http_reqs{op:ping}'], { count: 4, rate: 4 });
  assert.deepEqual([busy?.op_failed, busy?.op_errors_timeout?.count], [{ rate: 0.25 }, 1]);
  assert.equal(busy?.http_req_waiting, undefined);
  assert.deepEqual(
    [quiet?.vus, quiet?.op_duration, quiet?.op_failed, quiet?.http_reqs],
    [{ value: 1 }, {}, {}, {}],
  );
});

test('the summary has all that was told, in the form of k6, by the names that the script gives', async (t) => {
  const { push, summary } = await taking(t, false);
  await push(...second(1, [10, 20], 2), {
    name: 'http_req_duration_seconds',
    t: BEGAN_MS + 500,
    samples: [0.001],
  });
  await push(...second(10, [10, 20, 30, 30], 2), { name: 'vus_max', t: BEGAN_MS + 10_000, value: 5 });
  const { metrics, legs, loadStartedAtMs, testRunDurationMs } = summary() ?? assert.fail('no summary');
  assert.deepEqual([legs, loadStartedAtMs, testRunDurationMs], [LEGS, BEGAN_MS + 100, 10_000]);
  const { count, max = 0 } = metrics['op_duration{op:ping,leg:0}']?.values ?? {};
  assert.deepEqual([count, Math.round(max)], [4, 30]);
  assert.deepEqual(metrics.op_failed?.values, { rate: 1 / 3, passes: 2, fails: 4 });
  assert.deepEqual(metrics['op_failed{op:ping}']?.values, { rate: 1 / 3, passes: 2, fails: 4 });
  assert.deepEqual(metrics['op_failed{op:upload}']?.values, { rate: 0, passes: 0, fails: 0 });
  assert.deepEqual(metrics.http_reqs?.values, { count: 7, rate: 0.7 });
  assert.deepEqual(metrics.dropped_iterations?.values, { count: 0, rate: 0 });
  assert.deepEqual([metrics.vus?.values, metrics.vus_max?.values.max], [{ value: 2, min: 2, max: 2 }, 5]);
  assert.equal(metrics['op_errors_timeout{op:ping}'], undefined);
});

test('a push that was lost is made good by the next, and what comes just before the end belongs to no period', async (t) => {
  const { push, send, timeline, summary } = await taking(t);
  await push(...second(1, [10]));
  assert.equal(await send(Buffer.from('lost on the way')), 400);
  await push(...second(3, [10, 10, 10]));
  // At its end k6 tells all histograms again, and marks every series as one that has ended.
  const end = second(3.001, [10, 10, 10, 10]).map((series) => ({ ...series, value: Number.NaN }));
  await push(...end);
  assert.deepEqual(
    timeline().map(({ values }) => values.http_reqs?.count),
    [1, 2],
  );
  const { metrics } = summary() ?? assert.fail('no summary');
  assert.deepEqual([metrics.http_reqs?.values.count, metrics.vus?.values.value], [4, 2]);
});

test('a clock that was set back shows in the timeline, and nothing is lost by it', async (t) => {
  const { push, timeline } = await taking(t);
  await push(...second(10, [10]));
  await push(...second(4, [10, 10]));
  assert.deepEqual(
    timeline().map(({ t: at, values }) => [at - BEGAN_MS, values.http_reqs?.count]),
    [
      [10_000, 1],
      [4000, 1],
    ],
  );
});

test('what has grown leaves under the names of k6: since the beginning, trends in seconds, by the tags of each', async (t) => {
  const left: LabelledValues[][] = [];
  const { push } = await taking(t, true, (figures) => left.push(figures));
  await push(...second(1, [10, 10], 1));
  await push(...second(2, [10, 10, 10, 10], 1), { name: 'vus', t: BEGAN_MS + 2000, value: 4 });
  const [ofLoad, ofAll] = [OF_LOAD, {}].map((tags) =>
    left[1]?.find(({ labels }) => JSON.stringify(labels) === JSON.stringify(tags)),
  );
  const { op_duration_p95: p95 = 0, ...values } = ofLoad?.values ?? {};
  assert.ok(Math.abs(p95 / 0.01 - 1) < 0.006, String(p95));
  assert.deepEqual(Object.keys(values).sort(), [
    'http_reqs_total',
    'op_duration_max',
    'op_duration_med',
    'op_duration_p99',
    'op_errors_timeout_total',
    'op_failed_rate',
  ]);
  assert.deepEqual([values.http_reqs_total, values.op_failed_rate, ofLoad?.prefix], [5, 0.2, 'k6_']);
  assert.deepEqual(ofAll, { labels: {}, t: BEGAN_MS + 2000, prefix: 'k6_', values: { vus: 4 } });
});

test('nobody else can tell of figures, and those of another form are refused', async (t) => {
  const { send, timeline, summary } = await taking(t);
  assert.equal(await send(pushOf(...second(1, [10])), 'guessed'), 401);
  assert.equal(await send(pushOf({ name: 'op_duration_fine', t: 1, samples: [1], schema: 5 })), 400);
  assert.deepEqual(timeline(), []);
  assert.equal(summary({}), undefined);
});
