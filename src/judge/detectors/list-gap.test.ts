import assert from 'node:assert/strict';
import { test } from 'node:test';
import { counter, evidenceOf, summaryOf } from '../fixtures.ts';
import { judgeListGap } from './list-gap.ts';

const messageOf = (metrics: Record<string, number>) => {
  const counters = Object.entries(metrics).map(([name, count]) => [name, counter(count)]);
  const [finding] = judgeListGap(evidenceOf({ summary: summaryOf(Object.fromEntries(counters)) }));
  return finding && [finding.status, finding.value, finding.message];
};

test('one list that forgets is critical, with how many were looked at', () => {
  assert.deepEqual(messageOf({ op_errors_list_gap: 1, lists_checked: 300 }), [
    'critical',
    1,
    '1 of 300 lists were missing files that had been acknowledged before',
  ]);
  assert.deepEqual(messageOf({ op_errors_list_gap: 2 }), [
    'critical',
    2,
    '2 lists were missing files that had been acknowledged before',
  ]);
});

test('one list that still shows what was removed is critical', () => {
  assert.deepEqual(messageOf({ op_errors_list_stale: 3, lists_checked: 300 }), [
    'critical',
    3,
    '3 of 300 lists still showed files that had been removed or replaced before',
  ]);
});

test('a list that shows what was not removed is right: it is told of the removal', () => {
  assert.equal(messageOf({ op_errors_list_stale: 3, op_errors_not_removed: 1 }), undefined);
  assert.equal(messageOf({ op_errors_list_gap: 3, op_errors_not_removed: 1 })?.[0], 'critical');
});

test('lists without a gap have no finding', () => {
  assert.equal(messageOf({ lists_checked: 300 }), undefined);
});
