import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { whatIsWrong } from '../../files/validate.ts';
import { tempFolder } from '../../testing/temp-folder.ts';
import { figuresOf } from './figures.ts';
import { intervalOf, intervalWriter } from './intervals.ts';

const second = (t: number, count: number, medianMs: number, p95Ms: number) =>
  figuresOf({
    t,
    values: {
      vus: { value: 3 },
      'http_reqs{op:put}': { count },
      's3_bytes{op:put}': { count: count * 1_000_000 },
      'op_failed{op:put}': { rate: 0.5 },
      'op_duration{op:put}': { med: medianMs, 'p(95)': p95Ms, 'p(99)': p95Ms },
      'http_reqs{op:list}': { count: 0 },
      's3_errors{code:SlowDown}': { count: 2 },
      's3_errors{code:other}': { count: 0 },
    },
  });

test('a second shows what was played in it, and what was not is left out', () => {
  const { operations, errors, users } = second(1000, 4, 10, 30);
  assert.deepEqual(Object.keys(operations), ['put']);
  assert.deepEqual(errors, { SlowDown: 2 });
  assert.equal(users, 3);
});

test('an interval sums what can be summed, weighs medians, and names the highest p95', () => {
  const { operations, errors, t } = intervalOf([second(1000, 30, 10, 30), second(2000, 10, 50, 20)]);
  assert.deepEqual(operations.put, {
    requests: 40,
    bytes: 40_000_000,
    failedShare: 0.5,
    medianMs: 20,
    p95Ms: 30,
    p99Ms: 30,
    perSecond: 20,
    megabytesPerSecond: 20,
  });
  assert.deepEqual([errors.SlowDown, t], [4, 2000]);
  assert.equal(whatIsWrong('interval', intervalOf([second(1000, 30, 10, 30)])), undefined);
});

test('a line is there when its interval is over, and what is left of the last one at the end', async (t) => {
  const path = join(await tempFolder(t), 'intervals.ndjson');
  const writer = intervalWriter(path, 2);
  const lines = () =>
    readFileSync(path, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).seconds);
  for (const each of [1000, 2000, 3000]) writer.period(second(each, 1, 1, 1));
  assert.deepEqual(lines(), [2]);
  writer.end();
  writer.end();
  assert.deepEqual(lines(), [2, 1]);
});
