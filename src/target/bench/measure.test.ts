import assert from 'node:assert/strict';
import { test } from 'node:test';
import { measure } from './measure.ts';

/** A run that keeps the processor busy for so long each time. */
function busy(ms: number): (times: number) => void {
  return (times) => {
    const endMs = performance.now() + ms * times;
    while (performance.now() < endMs);
  };
}

test('a round lasts as long as it was asked to, and its time is divided by its iterations', async () => {
  const counts: number[] = [];
  const run = (times: number) => {
    counts.push(times);
    busy(0.01)(times);
  };
  const { name, iterations, nsPerOp } = await measure({ name: 'Busy', prepare: () => ({ run }) }, 20);
  assert.equal(name, 'Busy');
  assert.equal(iterations, counts.at(-1));
  assert.ok(iterations * nsPerOp >= 20e6);
  assert.ok(nsPerOp >= 10_000);
});

test('what was prepared is closed, even when a run fails', async () => {
  let closed = 0;
  const prepare = () => ({
    run: () => {
      throw new Error('broken');
    },
    close: () => {
      closed += 1;
    },
  });
  await assert.rejects(measure({ name: 'Broken', prepare }, 5), /broken/);
  assert.equal(closed, 1);
});
