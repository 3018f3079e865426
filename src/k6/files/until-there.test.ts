import assert from 'node:assert/strict';
import { test } from 'node:test';
import { untilThere } from './until-there.ts';

function waitFor(isThere: (look: number) => boolean) {
  const pauses: number[] = [];
  let looks = 0;
  const came = untilThere(
    () => isThere(looks++),
    (seconds) => pauses.push(seconds),
  );
  return { came, looks, waited: pauses.reduce((sum, each) => sum + each, 0) };
}

test('what is there at once is not waited for, and what comes later is', () => {
  assert.deepEqual(
    waitFor(() => true),
    { came: true, looks: 1, waited: 0 },
  );
  assert.deepEqual(waitFor((look) => look === 3).came, true);
});

test('what never comes is given up after some ten seconds', () => {
  const { came, looks, waited } = waitFor(() => false);
  assert.equal(came, false);
  assert.ok(waited >= 10 && waited < 11 && looks < 30);
});
