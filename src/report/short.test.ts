import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Finding } from '../store/records/records.ts';
import { shortOf } from './short.ts';

const P95_MS = 12;

function mark(metric: string, value: number, limit: number, changes: Partial<Finding> = {}): Finding {
  return {
    detector: 'limits',
    status: 'healthy',
    metric,
    value,
    limit,
    unit: 'ms',
    message: '',
    evidence: [],
    ...changes,
  };
}

const short = (findings: Finding[], status: Finding['status'] = 'healthy') => {
  const { short: text, mark: against } = shortOf({ status, findings }, P95_MS);
  return against === undefined ? text : `${text} of ${against}`;
};

test('a healthy scenario shows the number that was judged, the nearest to its mark, not the p95 of everything', () => {
  const far = mark('op_duration{op:list} p(95)', 40, 500);
  assert.equal(short([far, mark('op_duration{op:upload} p(99)', 900, 2000)]), 'p99 900 ms of 2.00 s');
  assert.equal(short([far]), 'p95 40 ms of 500 ms');
  assert.equal(short([mark('op_duration{op:ping} med', 30, 50)]), 'median 30 ms of 50 ms');
});

test('where no time was judged the p95 of all is shown', () => {
  assert.equal(short([mark('op_failed rate', 0.01, 0.05, { unit: 'ratio' })]), 'p95 12 ms');
  assert.equal(short([]), 'p95 12 ms');
});

test('a scenario that is not healthy shows its worst finding', () => {
  const worst = mark('op_failed rate', 0.2, 0.15, { unit: 'ratio', status: 'critical' });
  assert.equal(short([mark('op_duration{op:ping} p(95)', 40, 50), worst], 'critical'), 'failed 20 % of 15 %');
});
