import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import type { K6Summary } from '../../contract/contract.ts';
import { counter, rate, runOf, storedRun, summaryOf, trend } from '../../judge/fixtures.ts';
import { judge } from '../../judge/judge.ts';
import type { Scene } from '../../page/data.ts';
import type { Verdict } from '../../store/records/records.ts';
import { FILES, readRecord, readRun } from '../../store/store.ts';
import { cpuMs } from '../../testing/cost.ts';
import { storeLongRun } from '../long-run.fixture.ts';
import { toHtml } from './html.ts';
import { pageData } from './page-data.ts';

async function sceneOf(t: TestContext, summary: K6Summary): Promise<Scene> {
  const folder = await storedRun(t, runOf(), { summary });
  const [scene] = pageData(runOf(), judge(folder), folder).scenes;
  assert.ok(scene !== undefined);
  return scene;
}

test('operations are told apart, the failed ones of each with them', async (t) => {
  const { operations } = await sceneOf(
    t,
    summaryOf({
      'op_duration{op:ping}': trend({ med: 4, 'p(95)': 20 }),
      'op_failed{op:ping}': rate(62, 558),
    }),
  );
  const [ping] = operations;
  assert.equal(operations.length, 1);
  assert.deepEqual([ping?.op, ping?.count, ping?.perSecond, ping?.failedShare], ['ping', 620, 20, 0.1]);
  assert.deepEqual([ping?.medianMs, ping?.p95Ms, ping?.p90Ms], [4, 20, undefined]);
});

test('operations that move files or objects tell their bytes', async (t) => {
  const ofOne = (op: string) => ({
    [`op_duration{op:${op}}`]: trend({ med: 4 }),
    [`op_failed{op:${op}}`]: rate(0, 10),
  });
  const { operations } = await sceneOf(
    t,
    summaryOf({
      ...{ ...ofOne('upload'), 'file_bytes{op:upload}': counter(1_024_000) },
      ...{ ...ofOne('put'), 's3_bytes{op:put}': counter(2048) },
      ...ofOne('remove'),
    }),
  );
  assert.deepEqual(
    operations.map(({ op, bytes }) => [op, bytes]),
    [
      ['upload', 1_024_000],
      ['put', 2048],
      ['remove', undefined],
    ],
  );
});

test('errors are grouped by kind, the most frequent first, and what is rare is put together', async (t) => {
  const kinds = ['timeout', 'refused', 'reset', 'transport', 'http_2xx', 'http_3xx', 'http_auth', 'http_4xx'];
  const more = ['http_413', 'http_429', 'http_5xx', 'http_unavailable', 'http_507', 'lost_file'];
  const metrics = [...kinds, ...more].map(
    (kind, index) => [`op_errors_${kind}`, counter(20 - index)] as const,
  );
  const { errors } = await sceneOf(
    t,
    summaryOf({ ...Object.fromEntries(metrics), op_failed: rate(200, 800) }),
  );
  assert.deepEqual(errors[0], { kind: 'timeout', count: 20, share: 0.02 });
  assert.deepEqual(errors.at(-1), { kind: 'other', count: 15, share: 0.015 });
  assert.equal(errors.length, 13);
});

test('a scenario that never ran is shown without numbers', async (t) => {
  const folder = await storedRun(t, runOf(), { summary: null, outcome: null, samples: [] });
  const [scene] = pageData(runOf(), judge(folder), folder).scenes;
  assert.deepEqual(scene?.time, []);
  assert.equal(scene?.figures.p95Ms, undefined);
  assert.equal(scene?.distribution, undefined);
  assert.deepEqual(scene?.flames, {});
});

function cost(folder: string): { ms: number; bytes: number } {
  const run = readRun(folder);
  const verdict = readRecord<Verdict>('verdict', join(folder, FILES.verdict));
  assert.ok(verdict !== undefined);
  let bytes = 0;
  const ms = cpuMs(() => {
    bytes = toHtml(pageData(run, verdict, folder)).length;
  });
  return { ms, bytes };
}

test('a load twice as long costs about twice the time, and no larger page', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'burstbox-test-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const hour = 3600;
  storeLongRun(join(folder, 'short'), hour);
  storeLongRun(join(folder, 'long'), 2 * hour);
  const short = cost(join(folder, 'short'));
  const long = cost(join(folder, 'long'));
  assert.ok(long.ms < 3 * short.ms, `${long.ms} ms, ${short.ms} ms`);
  assert.ok(long.bytes < 1.1 * short.bytes, `${long.bytes}, ${short.bytes} bytes`);
  assert.ok(long.bytes < 2 * 1024 * 1024);
});
