import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadTarget } from '../../plan/targets/targets.ts';
import { REFERENCE_CATALOG } from './reference.ts';

test('a bundle that runs alone knows the catalog of the reference service as its target file has it', () => {
  assert.deepEqual(REFERENCE_CATALOG, loadTarget('reference').catalog);
});
