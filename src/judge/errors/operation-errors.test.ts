import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ErrorKind } from '../../contract/contract.ts';
import { judgeErrors } from '../detectors/errors.ts';
import type { Evidence } from '../evidence.ts';
import { rate } from '../fixtures.ts';
import { played, type Second, seconds } from '../load/failure-fixtures.ts';
import { onlyFailing, worstOutage } from './operation-errors.ts';

/** A load of uploads and lists, of which only uploads fail, in these seconds. */
function loadOf(isOut: (second: number) => boolean, kind: ErrorKind = 'http_unavailable'): Evidence {
  const load: Second[] = seconds((second) =>
    isOut(second) ? { ok: 80, failed: { [kind]: 20 } } : { ok: 100 },
  );
  const evidence = played(load);
  const outs = load.filter(({ failed }) => failed !== undefined).length;
  const timeline = evidence.timeline.map((snapshot, second) => ({
    ...snapshot,
    values: {
      ...snapshot.values,
      'http_reqs{op:upload}': { count: 20 },
      'op_failed{op:upload}': { rate: isOut(second) ? 1 : 0 },
      'http_reqs{op:list}': { count: 80 },
      'op_failed{op:list}': { rate: 0 },
    },
  }));
  const { summary } = evidence;
  const metrics = {
    'op_failed{op:upload}': rate(20 * outs, 20 * (load.length - outs)),
    'op_failed{op:list}': rate(0, 80 * load.length),
    'op_failed{op:ping}': rate(0, 0),
  };
  return {
    ...evidence,
    timeline,
    ...(summary && { summary: { ...summary, metrics: { ...summary.metrics, ...metrics } } }),
  };
}

test('an operation that is out again and again is told with its rhythm, and critical from a third of the time', () => {
  const evidence = loadOf((second) => second % 15 >= 10);
  assert.equal(onlyFailing(evidence), 'upload');
  const outage = worstOutage(evidence);
  assert.deepEqual([outage?.op, outage?.text], ['upload', 'for 5 s in every 15']);
  const [found] = judgeErrors(evidence);
  assert.equal(found?.status, 'critical', 'of all operations 7 % fail');
  assert.match(found?.message ?? '', /; only upload fails, for 5 s in every 15$/);
});

test('one that is out twice without a rhythm is told with its time and no rhythm', () => {
  const evidence = loadOf((second) => (second >= 2 && second < 6) || (second >= 9 && second < 28));
  assert.equal(worstOutage(evidence)?.text, 'for 23 s in 2 stretches, the first from 0:02 on');
});

test('uploads that are refused to the end, while all else goes on, tell of a quota', () => {
  const refused = (kind: 'http_forbidden' | 'http_5xx', isOut: (second: number) => boolean) =>
    judgeErrors(loadOf(isOut, kind))[0];
  const late = (second: number) => second >= 14;
  assert.match(
    refused('http_forbidden', late)?.cause ?? '',
    /^a quota, or another limit on what may be stored: it had taken 280 uploads of the same kind/,
  );
  assert.match(refused('http_forbidden', late)?.advice ?? '', /raise the quota/);
  assert.doesNotMatch(refused('http_5xx', late)?.cause ?? '', /quota/);
  assert.doesNotMatch(
    refused('http_forbidden', (second) => second < 14)?.cause ?? '',
    /^a quota, or another/,
  );
  const alone = loadOf(late, 'http_forbidden');
  const timeline = alone.timeline.map((snapshot, second) => ({
    ...snapshot,
    values: { ...snapshot.values, ...(late(second) ? { 'http_reqs{op:list}': { count: 0 } } : {}) },
  }));
  assert.doesNotMatch(
    judgeErrors({ ...alone, timeline })[0]?.cause ?? '',
    /^a quota, or another/,
    'nobody asks',
  );
});

test('one that is out once, or for a tenth of the time, is told and no more than the burst that it is', () => {
  const [found] = judgeErrors(loadOf((second) => second >= 20 && second < 23));
  assert.equal(found?.status, 'warning');
  assert.match(found?.message ?? '', /; only upload fails, for 3 s from 0:20 on$/);
});

test('an operation that fails now and then is never out', () => {
  const evidence = loadOf(() => true);
  const few = evidence.timeline.map((snapshot) => ({
    ...snapshot,
    values: { ...snapshot.values, 'op_failed{op:upload}': { rate: 0.1 } },
  }));
  assert.equal(worstOutage({ ...evidence, timeline: few }), undefined);
});

test('where several fail, or there is one operation only, none is the only one', () => {
  const evidence = loadOf(() => true);
  const { summary } = evidence;
  const metrics = (more: object) => ({
    ...evidence,
    ...(summary && { summary: { ...summary, metrics: { ...more } } }),
  });
  assert.equal(
    onlyFailing(metrics({ 'op_failed{op:upload}': rate(5, 5), 'op_failed{op:list}': rate(5, 5) })),
    undefined,
  );
  assert.equal(onlyFailing(metrics({ 'op_failed{op:upload}': rate(5, 5) })), undefined);
});
