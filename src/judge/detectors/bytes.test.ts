import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { K6Summary } from '../../contract.ts';
import { counter, evidenceOf, PING, summaryOf } from '../fixtures.ts';
import { judgeBytes } from './bytes.ts';

function judged(metrics: K6Summary['metrics'], needs = ['upload', 'download']) {
  return judgeBytes(evidenceOf({ scenario: { ...PING, needs }, summary: summaryOf(metrics) }));
}

test('one wrong download is critical, however many were right', () => {
  const [finding] = judged({ bytes_checked: counter(100_000), op_errors_wrong_bytes: counter(1) });
  assert.equal(finding?.status, 'critical');
  assert.equal(finding?.value, 1);
  assert.match(finding?.message ?? '', /^1 downloads with wrong content; 100000 were compared byte for byte/);
  assert.notEqual(finding?.advice, undefined);
});

test('a download of the wrong length is critical though none was compared', () => {
  assert.equal(judged({ op_errors_wrong_bytes: counter(3) })[0]?.status, 'critical');
});

test('downloads that were compared and equal are healthy', () => {
  const [finding] = judged({ bytes_checked: counter(12) });
  assert.equal(finding?.status, 'healthy');
  assert.equal(finding?.advice, undefined);
});

test('when none was compared nothing is known', () => {
  const [finding] = judged({});
  assert.equal(finding?.status, 'unknown');
  assert.equal(finding?.message, 'no download succeeded, so none could be compared byte for byte');
  const [without] = judgeBytes(
    evidenceOf({ scenario: { ...PING, needs: ['download'] }, summary: undefined }),
  );
  assert.equal(without?.status, 'unknown');
});

test('a scenario that downloads nothing has no finding; a batch downloads', () => {
  assert.deepEqual(judged({}, ['ping', 'upload']), []);
  assert.equal(judged({}, ['batch']).length, 1);
});
