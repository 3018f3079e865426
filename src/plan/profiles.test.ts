import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DEFAULT_PROFILES, loadProfile, profileNames } from './profiles.ts';

test('the shipped boxes come first, by size', () => {
  assert.deepEqual(profileNames().slice(0, 3), ['t3-micro', 't3-small', 't3-medium']);
  assert.deepEqual(DEFAULT_PROFILES, ['t3-micro', 't3-small', 't3-medium']);
});

test('the shipped boxes have the limits of their T3 size', () => {
  const gib = 1024 ** 3;
  assert.deepEqual(loadProfile('t3-micro').limits, { cpus: 1, memoryBytes: gib });
  assert.deepEqual(loadProfile('t3-small').limits, { cpus: 2, memoryBytes: 2 * gib });
  assert.deepEqual(loadProfile('t3-medium').limits, { cpus: 2, memoryBytes: 4 * gib });
});

test('runtimes are told to keep their heap within four fifths of the box', () => {
  assert.deepEqual(loadProfile('t3-micro').env, {
    GOMEMLIMIT: '819MiB',
    GOGC: '50',
    NODE_OPTIONS: '--max-old-space-size=819',
    JAVA_TOOL_OPTIONS: '-XX:MaxRAMPercentage=80',
  });
  assert.equal(loadProfile('t3-medium').env.GOMEMLIMIT, '3276MiB');
});
