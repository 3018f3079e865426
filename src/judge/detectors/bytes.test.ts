import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { K6Summary } from '../../contract/contract.ts';
import { counter, evidenceOf, PING, rate, summaryOf } from '../fixtures.ts';
import { exitAt, played, seconds } from '../load/failure-fixtures.ts';
import { judgeBytes } from './bytes.ts';

const DOWNLOADS = { ...PING, needs: ['upload', 'download'] };

function judged(metrics: K6Summary['metrics'], needs = DOWNLOADS.needs) {
  return judgeBytes(evidenceOf({ scenario: { ...PING, needs }, summary: summaryOf(metrics) }));
}

test('one wrong download is critical, however many were right', () => {
  const [finding] = judged({ bytes_checked: counter(100_000), op_errors_wrong_bytes: counter(1) });
  assert.deepEqual(
    [finding?.status, finding?.value, finding?.metric],
    ['critical', 1, 'op_errors_wrong_bytes'],
  );
  assert.equal(
    finding?.message,
    '1 download (0.00 % of the 100000 compared) returned bytes that differ from the upload; 100000 were compared byte for byte, the others by their length',
  );
  assert.match(finding?.advice ?? '', /a buffer shared by two requests/);
});

test('the share stands beside the count, and the files where they could be counted', () => {
  const [finding] = judged({
    op_errors_short_body: counter(30),
    files_short_body: counter(30),
    'op_failed{op:download}': rate(30, 570),
  });
  assert.match(
    finding?.message ?? '',
    /^30 downloads \(5\.00? % of 600\) returned fewer bytes than were uploaded; at least 30 files were affected; /,
  );
  const [bare] = judged({ op_errors_short_body: counter(30) });
  assert.match(bare?.message ?? '', /^30 downloads returned fewer bytes than were uploaded; 0 were/);
});

test('a download that ended early is critical though none was compared, and named for itself', () => {
  const findings = judged({ op_errors_short_body: counter(3), op_errors_wrong_bytes: counter(2) });
  assert.deepEqual(
    findings.map(({ metric, status, value }) => [metric, status, value]),
    [
      ['op_errors_wrong_bytes', 'critical', 2],
      ['op_errors_short_body', 'critical', 3],
    ],
  );
  assert.match(findings[1]?.message ?? '', /^3 downloads returned fewer bytes than were uploaded; /);
});

test('when it was first seen is told', () => {
  const load = seconds((second) => (second > 13 ? { ok: 9, failed: { wrong_bytes: 1 } } : { ok: 9 }));
  const [finding] = judgeBytes(played(load, { scenario: DOWNLOADS }));
  assert.equal(finding?.atSeconds, 14);
  assert.match(
    finding?.message ?? '',
    /^16 downloads returned bytes that differ from the upload, first at 0:14; /,
  );
});

test('what a process was sending when it died is broken off by its death', () => {
  const summary = summaryOf({ bytes_checked: counter(9), op_errors_short_body: counter(3) });
  const [finding] = judgeBytes(evidenceOf({ scenario: DOWNLOADS, summary, ...exitAt(9) }));
  assert.equal(finding?.status, 'healthy');
});

test('downloads that were compared and equal are healthy', () => {
  const [finding] = judged({ bytes_checked: counter(12) });
  assert.equal(finding?.status, 'healthy');
  assert.equal(
    finding?.message,
    'downloads returned what was uploaded; 12 were compared byte for byte, the others by their length',
  );
});

test('when none was compared nothing is known', () => {
  const [finding] = judged({});
  assert.equal(finding?.status, 'unknown');
  assert.equal(finding?.message, 'no download succeeded, so none could be compared byte for byte');
  const [without] = judgeBytes(evidenceOf({ scenario: DOWNLOADS, summary: undefined }));
  assert.equal(without?.status, 'unknown');
});

test('a scenario that downloads nothing has no finding; a batch downloads', () => {
  assert.deepEqual(judged({}, ['ping', 'upload']), []);
  assert.equal(judged({}, ['batch']).length, 1);
});
