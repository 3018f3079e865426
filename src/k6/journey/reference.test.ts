import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadTarget } from '../../plan/targets/targets.ts';
import { REFERENCE_JOURNEY } from './reference.ts';

test('a bundle that runs alone does what the target file of the reference service says', () => {
  assert.deepEqual(REFERENCE_JOURNEY, loadTarget('reference').journey);
});
