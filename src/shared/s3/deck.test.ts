import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dealer, turnDealer } from './deck.ts';

const SIZES = { small: 60, medium: 30, large: 10 };

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

for (const mix of [
  { put: 50, get: 35, list: 10, delete: 5 },
  { put: 70, get: 20, delete: 10 },
  { put: 51, delete: 49 },
])
  test(`10,000 operations of 15 users keep ${Object.values(mix).join(':')} within 1 %, and put sizes as declared`, () => {
    const sums: Record<string, number> = {};
    const count = (name: string) => {
      sums[name] = (sums[name] ?? 0) + 1;
    };
    for (let user = 0; user < 15; user++) {
      const next = turnDealer<string>(mix, ['get', 'delete']);
      const dealSize = dealer(SIZES);
      let objects = 0;
      // They end anywhere in their decks.
      for (let turn = 0; turn < 660 + user; turn++) {
        const operation = next(objects === 0);
        assert.ok(objects > 0 || operation === 'put' || operation === 'list');
        count(operation);
        if (operation === 'put') count(dealSize());
        if (operation === 'put') objects = Math.min(12, objects + 1);
        if (operation === 'delete') objects--;
      }
    }
    const all = sum(Object.keys(mix).map((name) => sums[name] ?? 0));
    assert.ok(all >= 10_000);
    for (const [name, part] of Object.entries(mix))
      assert.ok(Math.abs((sums[name] ?? 0) / all - part / 100) < 0.01, name);
    for (const [name, part] of Object.entries(SIZES))
      assert.ok(Math.abs((sums[name] ?? 0) / (sums.put ?? 0) - part / 100) < 0.01, name);
  });

test('the order differs from one deck to the next', () => {
  const deal = dealer({ a: 1, b: 1, c: 1, d: 1, e: 1, f: 1, g: 1 });
  const orders = Array.from({ length: 50 }, () => Array.from({ length: 7 }, deal).join(''));
  assert.ok(new Set(orders).size > 10);
  for (const order of orders) assert.equal([...order].sort().join(''), 'abcdefg');
});

function sum(numbers: number[]): number {
  return numbers.reduce((a, b) => a + b, 0);
}
