import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Status } from '../contract/contract.ts';
import { byGravity, worst } from './status.ts';

test('a failure that was shown is worse than not knowing, and not knowing is worse than a warning', () => {
  assert.equal(worst(['healthy', 'warning']), 'warning');
  assert.equal(worst(['unknown', 'warning', 'healthy']), 'unknown');
  assert.equal(worst(['warning', 'critical', 'unknown']), 'critical');
  assert.equal(worst(['healthy', 'healthy']), 'healthy');
});

test('of nothing, nothing is known', () => {
  assert.equal(worst([]), 'unknown');
});

test('sorted by gravity the worst comes first', () => {
  const statuses: Status[] = ['warning', 'healthy', 'critical', 'unknown'];
  assert.deepEqual(statuses.sort(byGravity), ['critical', 'unknown', 'warning', 'healthy']);
});
