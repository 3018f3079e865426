import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { type TestContext, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { MIB } from '../../text/numbers.ts';
import { guardMemory } from './memory-guard.ts';

const BUDGET = {
  softBytes: 1000 * MIB,
  hardBytes: 1500 * MIB,
  reserveBytes: 100 * MIB,
  garbagePercent: 100,
  collectBytes: 800 * MIB,
};
const PLENTY = { leftBytes: () => 5000 * MIB, oomKills: () => 0 };
/** Of a look, which comes every 100 ms. */
const LOOKS_MS = 120;

/** A program that waits, under the guard, while its memory is told to be these MiB one after another. */
async function guarded(t: TestContext, ...mib: number[]) {
  return await guardedWith(t, PLENTY, ...mib);
}

async function guardedWith(
  t: TestContext,
  meter: { leftBytes(): number; oomKills(): number },
  ...mib: number[]
) {
  const child = spawn('sleep', ['60'], { stdio: 'ignore' });
  t.after(() => child.kill('SIGKILL'));
  await once(child, 'spawn');
  const exited = once(child, 'exit');
  const pid = child.pid ?? 0;
  let stops = 0;
  let at = 0;
  const stop = async () => void stops++;
  const residentBytes = () => (mib[at++] ?? mib.at(-1) ?? 0) * MIB;
  const guard = guardMemory(pid, BUDGET, stop, { ...meter, residentBytes });
  t.after(guard.end);
  while (at < mib.length) await pause(LOOKS_MS);
  guard.end();
  return { pid, exited, stops, cause: guard.cause(), killed: guard.killed() };
}

test('k6 within its budget is left alone, however it goes up and down', async (t) => {
  const { stops, cause } = await guarded(t, 100, 900, 1000, 300, 999);
  assert.deepEqual([stops, cause], [0, undefined]);
});

test('sudden growth over the budget stops k6 once, and is told as one of answers', async (t) => {
  const { pid, stops, cause } = await guarded(t, 100, 700, 1200, 1400, 900);
  assert.deepEqual([stops, cause?.id], [1, 'generator-memory']);
  assert.match(
    cause?.message ?? '',
    /^k6 grew from 100 MiB to 1200 MiB within 1 s, over the 1000 MiB that it may use, and was stopped: most likely the responses/,
  );
  assert.equal(process.kill(pid, 0), true, 'it still writes its summary');
});

test('slow growth over the budget is told as one of measurements', async (t) => {
  const { stops, cause } = await guarded(t, 980, 990, 1010);
  assert.equal(stops, 1);
  assert.match(cause?.message ?? '', /^k6 grew slowly to 1010 MiB, .* outputs that it was asked for/);
});

test('k6 over the hard budget is killed', async (t) => {
  const { exited, cause } = await guarded(t, 100, 1600);
  assert.deepEqual(await exited, [null, 'SIGKILL']);
  assert.equal(cause?.id, 'generator-memory');
});

test('k6 within its budget is stopped when hardly anything is left here, and killed when less is', async (t) => {
  const few = await guardedWith(t, { ...PLENTY, leftBytes: () => 90 * MIB }, 200, 210);
  assert.deepEqual([few.stops, few.cause?.id], [1, 'machine-memory']);
  assert.match(few.cause?.message ?? '', /^only 90 MiB of memory were left .*, and k6 had 200 MiB:/);
  assert.equal(process.kill(few.pid, 0), true, 'it still writes its summary');
  const none = await guardedWith(t, { ...PLENTY, leftBytes: () => 40 * MIB }, 200, 210);
  assert.deepEqual(await none.exited, [null, 'SIGKILL']);
  const enough = await guardedWith(t, { ...PLENTY, leftBytes: () => 110 * MIB }, 200, 210);
  assert.deepEqual([enough.stops, enough.cause], [0, undefined]);
});

test('what is left is read once a second, and at every look when it is little', async (t) => {
  const reads = async (left: number) => {
    let count = 0;
    const leftBytes = () => {
      count++;
      return left * MIB;
    };
    await guardedWith(t, { ...PLENTY, leftBytes }, 1, 2, 3, 4, 5);
    return count;
  };
  assert.equal(await reads(5000), 1);
  assert.ok((await reads(300)) >= 5);
});

test('a kill by the kernel is told from any other', async (t) => {
  let kills = 7;
  const before = await guardedWith(t, { ...PLENTY, oomKills: () => kills }, 1);
  assert.equal(before.killed, undefined, 'all of them were before');
  const { killed } = await guardedWith(t, { ...PLENTY, oomKills: () => kills++ }, 300);
  assert.equal(killed?.id, 'machine-memory');
  assert.match(killed?.message ?? '', /^the kernel OOM-killed k6, which had 300 MiB at the last look/);
});

test('the memory is that of the process, and a machine without any ends k6 first', {
  skip: !existsSync('/proc/self/oom_score_adj') && 'reads /proc',
}, async (t) => {
  const child = spawn('sleep', ['60'], { stdio: 'ignore' });
  t.after(() => child.kill('SIGKILL'));
  await once(child, 'spawn');
  const guard = guardMemory(child.pid ?? 0, { ...BUDGET, softBytes: 1, hardBytes: 64 * MIB }, async () => {});
  t.after(guard.end);
  await pause(LOOKS_MS * 2);
  assert.equal(guard.cause()?.id, 'generator-memory');
  assert.equal(readFileSync(`/proc/${child.pid}/oom_score_adj`, 'utf8'), '800\n');
});
