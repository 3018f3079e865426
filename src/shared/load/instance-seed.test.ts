import assert from 'node:assert/strict';
import { test } from 'node:test';
import { instanceSeed } from './instance-seed.ts';

test('processes of one load have seeds of their own, which follow from their names', () => {
  const names = Array.from({ length: 64 }, (_, index) => `ping-${index + 1}-x7k2p`);
  const seeds = names.map((name) => instanceSeed(7, name));
  assert.equal(new Set([...seeds, 7]).size, 65);
  assert.ok(seeds.every((seed) => Number.isInteger(seed) && seed >= 1 && seed < 2 ** 32));
  assert.deepEqual(
    seeds,
    names.map((name) => instanceSeed(7, name)),
  );
  assert.notEqual(instanceSeed(8, 'ping-1'), instanceSeed(7, 'ping-1'));
});
