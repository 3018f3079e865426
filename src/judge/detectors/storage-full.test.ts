import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ErrorKind } from '../../contract/contract.ts';
import type { Evidence } from '../evidence.ts';
import { evidenceOf } from '../fixtures.ts';
import { played, seconds } from '../load/failure-fixtures.ts';
import { judgeStorageFull } from './storage-full.ts';

/** 100 operations a second, of which from the 13th second on so many fail. */
const filling = (kind: ErrorKind, failed: number, changes: Partial<Evidence> = {}) =>
  judgeStorageFull(
    played(
      seconds((second) => (second < 12 ? { ok: 100 } : { ok: 100 - failed, failed: { [kind]: failed } })),
      changes,
    ),
  )[0];

test('507 is a full disk: since when, after how much, how many', () => {
  const { advice, ...finding } = filling('http_507', 50) ?? {};
  assert.deepEqual(finding, {
    detector: 'storage-full',
    status: 'critical',
    metric: 'op_errors_http_507',
    value: 900,
    limit: 0,
    unit: 'count',
    message:
      "the service's storage is full since 0:12, after more than 12 MiB were sent to it: 900 operations failed because of it, 30 % of all",
    atSeconds: 12,
    cause: 'it returns 507: its disk or quota was the ceiling, not its speed',
    evidence: ['summary.json', 'timeline.ndjson', 'target.log'],
  });
  assert.match(advice ?? '', /a larger disk or quota/);
});

test('a quota that is full before a megabyte was sent is told without an amount', () => {
  const evidence = played(
    seconds((second) => (second < 12 ? { ok: 100 } : { ok: 50, failed: { http_507: 50 } })),
  );
  const timeline = evidence.timeline.map((each) => ({
    ...each,
    values: { ...each.values, data_sent: { count: 9 } },
  }));
  const [finding] = judgeStorageFull({ ...evidence, timeline });
  assert.match(finding?.message ?? '', /storage is full since 0:12: 900 operations/);
});

test('few of them are a warning', () => {
  assert.equal(filling('http_507', 20)?.status, 'warning');
});

test('a service that did not foresee it says so in its log', () => {
  for (const log of [
    'Error: ENOSPC: no space left on device, write',
    'OSError: [Errno 28] No space left on device',
    'sqlite3.OperationalError: database or disk is full',
  ]) {
    const finding = filling('http_5xx', 50, { logTail: `${log}\n` });
    assert.deepEqual([finding?.status, finding?.metric], ['critical', 'op_errors_http_5xx'], log);
    assert.match(finding?.cause ?? '', /^target.log says that its disk is full/);
  }
  assert.equal(filling('http_5xx', 50, { logTail: 'Error: boom\n' }), undefined);
});

test('a log that speaks of a full disk is no failure', () => {
  assert.deepEqual(judgeStorageFull(evidenceOf({ logTail: 'ENOSPC\n' })), []);
});
