import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dealer } from './deck.ts';

function counted(mix: Record<string, number>, times: number): Record<string, number> {
  const deal = dealer(mix);
  const counts: Record<string, number> = {};
  for (let i = 0; i < times; i++) {
    const name = deal();
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}

test('a deck has each name as often as the mix says, in the fewest cards', () => {
  assert.deepEqual(counted({ put: 70, get: 20, delete: 10 }, 10), { put: 7, get: 2, delete: 1 });
  assert.deepEqual(counted({ put: 50, get: 35, list: 10, delete: 5 }, 20), {
    put: 10,
    get: 7,
    list: 2,
    delete: 1,
  });
  assert.deepEqual(counted({ small: 1 }, 3), { small: 3 });
  assert.deepEqual(counted({ put: 0.5, get: 0.5, list: 0 }, 4), { put: 2, get: 2 });
});

test('15 users that end anywhere in their decks keep the mix of 10,000 operations within 1 %', () => {
  const mix = { put: 50, get: 35, list: 10, delete: 5 };
  const sums: Record<string, number> = {};
  for (let user = 0; user < 15; user++)
    for (const [name, count] of Object.entries(counted(mix, 660 + user)))
      sums[name] = (sums[name] ?? 0) + count;
  const all = Object.values(sums).reduce((a, b) => a + b, 0);
  for (const [name, part] of Object.entries(mix))
    assert.ok(Math.abs((sums[name] ?? 0) / all - part / 100) < 0.01, name);
});

test('the order differs from one deck to the next', () => {
  const deal = dealer({ a: 1, b: 1, c: 1, d: 1, e: 1, f: 1, g: 1 });
  const orders = Array.from({ length: 50 }, () => Array.from({ length: 7 }, deal).join(''));
  assert.ok(new Set(orders).size > 10);
  for (const order of orders) assert.equal([...order].sort().join(''), 'abcdefg');
});
