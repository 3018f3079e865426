import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Told } from './ask.ts';
import { patient } from './patient.ts';

const TOLD: Told = { values: { runtime_heap_mb: 5 } };
const SHORT_MS = 20;
const LONG_MS = 10_000;

test('what comes in time is told at once, and asked for again', async () => {
  let asked = 0;
  const read = patient(async () => {
    asked++;
    return TOLD;
  }, LONG_MS);
  assert.deepEqual([await read(), await read()], [TOLD, TOLD]);
  assert.equal(asked, 2);
});

test('what comes late is told at the next reading, is never asked for twice at once, and then not for a while', async () => {
  let asked = 0;
  let answer = (_: Told) => {};
  const read = patient(() => {
    asked++;
    return new Promise((resolve) => {
      answer = resolve;
    });
  }, SHORT_MS);
  assert.equal(await read(), undefined);
  assert.equal(await read(), undefined);
  answer(TOLD);
  assert.deepEqual(await read(), TOLD);
  assert.equal(await read(), undefined, 'it rests');
  assert.equal(asked, 1);
});
