import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { type TestContext, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { MIB } from '../../text/numbers.ts';
import { guardMemory } from './memory-guard.ts';

const BUDGET = { softBytes: 1000 * MIB, hardBytes: 1500 * MIB, garbagePercent: 100 };
/** Of a look, which comes every 100 ms. */
const LOOKS_MS = 120;

/** A program that waits, under the guard, while its memory is told to be these MiB one after another. */
async function guarded(t: TestContext, ...mib: number[]) {
  const child = spawn('sleep', ['60'], { stdio: 'ignore' });
  t.after(() => child.kill('SIGKILL'));
  await once(child, 'spawn');
  const exited = once(child, 'exit');
  const pid = child.pid ?? 0;
  let stops = 0;
  let at = 0;
  const stop = async () => void stops++;
  const guard = guardMemory(pid, BUDGET, stop, () => (mib[at++] ?? mib.at(-1) ?? 0) * MIB);
  t.after(guard.end);
  while (at < mib.length) await pause(LOOKS_MS);
  guard.end();
  return { pid, exited, stops, cause: guard.cause() };
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
