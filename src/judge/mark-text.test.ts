import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Limit } from '../contract/contract.ts';
import { markText, measureText } from './mark-text.ts';

const P95: Limit = { metric: 'op_duration{op:ping}', stat: 'p(95)', unit: 'ms', healthy: 50, critical: 500 };

test('marks are told in words, whatever their statistic and unit', () => {
  assert.equal(markText(P95), 'p95 of ping: healthy under 50 ms, critical over 500 ms');
  assert.equal(
    markText({ metric: 'op_failed', stat: 'rate', unit: 'ratio', healthy: 0.05, critical: 0.15 }),
    'error rate: healthy under 5 %, critical over 15 %',
  );
  assert.equal(
    markText({ metric: 'op_failed', stat: 'rate', unit: 'ratio', healthy: 0, critical: 0 }),
    'error rate: any error is critical',
  );
  assert.equal(
    markText({ ...P95, healthy: 2000, critical: 2500 }),
    'p95 of ping: healthy under 2 s, critical over 2.50 s',
  );
  assert.equal(measureText({ ...P95, stat: 'med', metric: 'op_duration' }), 'median of all operations');
  assert.equal(measureText({ ...P95, metric: 'op_response{op:ping}' }), 'p95 of ping response time');
  assert.equal(
    measureText({ ...P95, stat: 'p(99.9)', metric: 'op_response' }),
    'p99.9 of the response time of all operations',
  );
});
