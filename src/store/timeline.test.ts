import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { tempFolder } from '../testing/temp-folder.ts';
import { readTimeline, timelineReader } from './timeline.ts';

/** As k6 v2.2.0 records it: metrics are announced as they come up, rows follow the order of their names. */
const PARAM = {
  event: 'param',
  data: {
    period: 1000,
    aggregates: {
      counter: ['count', 'rate'],
      gauge: ['value'],
      rate: ['rate'],
      trend: ['avg', 'max', 'med', 'min', 'p(90)', 'p(95)', 'p(99)'],
    },
  },
};
const TIME = { event: 'metric', data: { time: { type: 'gauge', contains: 'time' } } };
const START = { event: 'start', data: [[1_795_234_259_158]] };
const FIRST = {
  event: 'metric',
  data: { op_duration: { type: 'trend' }, http_reqs: { type: 'counter' }, op_failed: { type: 'rate' } },
};
const CUMULATIVE = { event: 'cumulative', data: [[9, 9], [9, 9, 9, 9, 9, 9, 9], [1], [1_795_234_260_000]] };
const SNAPSHOT_1 = { event: 'snapshot', data: [[232, 231], [1, 2, 3, 4, 5, 6, 7], [0], [1_795_234_260_163]] };
const VUS = { event: 'metric', data: { vus: { type: 'gauge' } } };
const SNAPSHOT_2 = { event: 'snapshot', data: [[870, 870], [], [0.5], [1_795_234_261_164], [55]] };
const EVENTS = [PARAM, TIME, START, FIRST, CUMULATIVE, SNAPSHOT_1, VUS, SNAPSHOT_2];

const SECOND = {
  t: 1_795_234_261_164,
  values: {
    http_reqs: { count: 870, rate: 870 },
    op_duration: {},
    op_failed: { rate: 0.5 },
    time: { value: 1_795_234_261_164 },
    vus: { value: 55 },
  },
};

test('rows are given their names, by the metrics known so far', () => {
  const read = timelineReader();
  const snapshots = EVENTS.map((event) => read(JSON.stringify(event)));
  assert.deepEqual(
    snapshots.map((snapshot) => snapshot?.t),
    [undefined, undefined, undefined, undefined, undefined, 1_795_234_260_163, undefined, 1_795_234_261_164],
  );
  assert.deepEqual(snapshots[5]?.values, {
    http_reqs: { count: 232, rate: 231 },
    op_duration: { avg: 1, max: 2, med: 3, min: 4, 'p(90)': 5, 'p(95)': 6, 'p(99)': 7 },
    op_failed: { rate: 0 },
    time: { value: 1_795_234_260_163 },
  });
});

test('a metric without samples in a period has no statistics, not zeros', () => {
  const read = timelineReader();
  assert.deepEqual(EVENTS.map((event) => read(JSON.stringify(event))).at(-1), SECOND);
});

test('what is no number is left out', () => {
  const read = timelineReader();
  for (const event of [PARAM, TIME, FIRST]) read(JSON.stringify(event));
  const row = { event: 'snapshot', data: [[null, 231], [], ['much'], [7]] };
  assert.deepEqual(read(JSON.stringify(row))?.values, {
    http_reqs: { rate: 231 },
    op_duration: {},
    op_failed: {},
    time: { value: 7 },
  });
});

test('a period that does not say when it was is left out', () => {
  const read = timelineReader();
  for (const event of [PARAM, TIME, FIRST]) read(JSON.stringify(event));
  assert.equal(read(JSON.stringify({ event: 'snapshot', data: [[1, 1], [], [0]] })), undefined);
});

test('a stored timeline reads whole, without its last line when a crash cut it', async (t) => {
  const path = join(await tempFolder(t), 'timeline.ndjson');
  const lines = EVENTS.map((event) => JSON.stringify(event));
  writeFileSync(path, `${lines.join('\n')}\n`);
  assert.equal(readTimeline(path).length, 2);
  assert.deepEqual(readTimeline(path)[1], SECOND);
  writeFileSync(path, lines.join('\n').slice(0, -10));
  assert.equal(readTimeline(path).length, 1);
});

test('a timeline that is not there has no periods', () => {
  assert.deepEqual(readTimeline('/no/such/timeline.ndjson'), []);
});

test('events that are damaged are no periods, and do not end the reading', () => {
  const damaged = [
    '{"event":"param","data":{}}',
    '{"event":"param","data":{"aggregates":null}}',
    '{"event":"metric","data":{"a":null,"b":{}}}',
    '{"event":"param","data":{"aggregates":{"gauge":{"length":1e9}}}}',
    '{"event":"metric","data":{"time":{"type":"gauge"}}}',
    '{"event":"snapshot","data":[[1],[2]]}',
  ];
  const read = timelineReader();
  for (const line of damaged) assert.equal(read(line), undefined, line);
});
