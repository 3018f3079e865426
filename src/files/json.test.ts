import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseJson } from './json.ts';

test('what is nested too deep is refused before anyone walks it', () => {
  const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);
  assert.ok(Array.isArray(parseJson(nested(64))));
  const objects = (depth: number) => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;
  for (const text of [nested(65), nested(1_000_000), '['.repeat(1_000_000), objects(100_000)])
    assert.throws(() => parseJson(text), { message: 'it is nested deeper than 64 levels' });
});

test('brackets in texts, and beside each other, are no depth', () => {
  const flat = Array.from({ length: 200 }, () => ({ text: '[[{{"\\' }));
  assert.deepEqual(parseJson(JSON.stringify(flat)), flat);
  const text = '[{'.repeat(100);
  assert.equal(parseJson(JSON.stringify(text)), text);
});
