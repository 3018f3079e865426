import assert from 'node:assert/strict';
import { test } from 'node:test';
import { everyNth, picker } from './share.ts';

const CALLS = 1000;

function picks(share: number): boolean[] {
  const picked = picker(share);
  return Array.from({ length: CALLS }, picked);
}

function count(picked: boolean[]): number {
  return picked.filter(Boolean).length;
}

test('the share is met to the call', () => {
  for (const share of [0.001, 0.1, 0.3, 0.5, 0.9, 1])
    assert.ok(Math.abs(count(picks(share)) - share * CALLS) <= 2, `${share}: ${count(picks(share))}`);
});

test('a client that looks at every tenth or twentieth answer only sees the same share', () => {
  for (const every of [10, 20]) {
    const seen = picks(0.2).filter((_, call) => call % every === 0);
    assert.ok(Math.abs(count(seen) / seen.length - 0.2) <= 0.05, `every ${every}: ${count(seen)}`);
  }
});

test('two of the same share do not hit the same calls', () => {
  const hits = Array.from({ length: 4 }, () => picks(0.5).join());
  assert.equal(new Set(hits).size, hits.length);
});

test('each n-th call is picked, exactly', () => {
  const picked = everyNth(50);
  const hits = Array.from({ length: 150 }, (_, call) => (picked() ? [call + 1] : [])).flat();
  assert.deepEqual(hits, [50, 100, 150]);
  assert.ok(Array.from({ length: 5 }, everyNth(1)).every(Boolean));
});
