import assert from 'node:assert/strict';
import { test } from 'node:test';
import { counter, evidenceOf, rate, summaryOf, trend } from '../fixtures.ts';
import { played, type Second, seconds } from '../load/failure-fixtures.ts';
import { judgeLostFile } from './lost-file.ts';

const lostOf = (of: (second: number) => Second) => judgeLostFile(played(seconds(of)))[0];

test('one acknowledged file that is not there is critical', () => {
  const summary = summaryOf({ op_errors_lost_file: counter(1), 'op_duration{op:upload}': trend({}, 500) });
  const [finding] = judgeLostFile(evidenceOf({ summary }));
  assert.deepEqual(
    [finding?.detector, finding?.status, finding?.metric, finding?.value, finding?.message],
    [
      'lost-file',
      'critical',
      'op_errors_lost_file',
      1,
      '1 request did not find a file that the service had acknowledged (404 or 410); it acknowledged 500 uploads',
    ],
  );
});

test('files are counted beside the requests that missed them, with the share of what was asked for', () => {
  const of = (files: number) =>
    judgeLostFile(
      evidenceOf({
        summary: summaryOf({
          op_errors_lost_file: counter(120),
          ...(files > 0 ? { files_lost_file: counter(files) } : {}),
          'op_failed{op:download}': rate(60, 940),
          'op_failed{op:remove}': rate(60, 940),
        }),
      }),
    )[0]?.message ?? '';
  assert.match(
    of(60),
    /^120 requests \(6\.00 % of 2000\) did not find a file .*; at least 60 files were affected/,
  );
  assert.doesNotMatch(of(0), /concerned/, 'files that all users share were counted by nobody');
});

test('when the first was missed is told', () => {
  const finding = lostOf((second) => (second < 5 ? { ok: 9 } : { ok: 8, failed: { lost_file: 2 } }));
  assert.deepEqual([finding?.value, finding?.atSeconds], [50, 5]);
  assert.match(finding?.message ?? '', /\(404 or 410\), first at 0:05$/);
});

test('a service that answers 404 to everything has not lost the files', () => {
  const all = (second: number): Second =>
    second < 9
      ? { ok: 50 }
      : second === 9
        ? { ok: 40, failed: { lost_file: 12, http_4xx: 2 } }
        : { failed: { http_4xx: 40, lost_file: second === 10 ? 1 : 0 } };
  assert.equal(lostOf(all), undefined);
});

test('lost files among other refusals stay lost', () => {
  assert.equal(lostOf(() => ({ ok: 50, failed: { lost_file: 5, http_4xx: 45 } }))?.value, 150);
  assert.equal(lostOf(() => ({ failed: { lost_file: 5 } }))?.value, 150);
});

test('without a lost file there is no finding', () => {
  assert.deepEqual(judgeLostFile(evidenceOf()), []);
  assert.deepEqual(judgeLostFile(evidenceOf({ summary: undefined })), []);
});
