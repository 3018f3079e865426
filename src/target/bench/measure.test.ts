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
  // After that round what it allocates is counted.
  assert.ok(counts.includes(iterations));
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

test('what a turn allocates is counted, also when the collector has taken it', async () => {
  const kept: unknown[] = [];
  const prepare = () => ({
    run(times: number) {
      for (let i = 0; i < times; i++) kept[0] = [{ at: i }, { at: i }];
    },
  });
  const { bytesPerOp, allocsPerOp } = await measure({ name: 'Pairs', prepare }, 5);
  // An optimized turn allocates all four in one piece.
  assert.ok(allocsPerOp >= 1 && allocsPerOp <= 5, `${allocsPerOp} allocations`);
  assert.ok(bytesPerOp >= 80 && bytesPerOp <= 250, `${bytesPerOp} bytes`);
  // A round that other programs interrupt has few turns, and what the counting itself allocates is then a part of each.
  const idle: number[] = [];
  for (let round = 0; round < 3; round++)
    idle.push((await measure({ name: 'Nothing', prepare: () => ({ run: busy(0.001) }) }, 5)).allocsPerOp);
  assert.equal(Math.min(...idle), 0);
});
