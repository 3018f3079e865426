import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, statSync } from 'node:fs';
import { test } from 'node:test';
import { isAlive, startTicks } from '../../ledger/identity.ts';
import { killMarked, MARK } from '../../ledger/marked-processes.ts';
import { MIB } from '../../text/numbers.ts';
import { TestBed } from '../test-bed.ts';
import { captureOutput } from './output.ts';
import { holdsWithin } from './wait.ts';

test('what a child prints is kept, the error stream too, and a silent one has an empty log', async (t) => {
  const bed = new TestBed(t);
  await printing(bed, "console.log('out'); console.error('err')");
  assert.deepEqual(bed.log().trim().split('\n').sort(), ['err', 'out']);
});

test('a child that prints without end fills no disk and is not held up', async (t) => {
  const bed = new TestBed(t);
  const code = await printing(
    bed,
    `for (let i = 0; i < 40; i++) require('fs').writeSync(1, 'x'.repeat(${MIB}))`,
  );
  assert.equal(code, 0);
  const { size } = statSync(bed.logFile);
  assert.ok(size >= 16 * MIB && size < 17 * MIB, `${size} bytes`);
  assert.match(readFileSync(bed.logFile, 'utf8').slice(-100), /\n\[log cut here by burstbox\]\n$/);
});

test('what carries the mark of a service is found and ended, wherever it went', async () => {
  const name = `marked-${process.pid}`;
  const env = { ...process.env, [MARK]: name };
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], {
    detached: true,
    stdio: 'ignore',
    env,
  });
  await once(child, 'spawn');
  const pid = child.pid ?? 0;
  const born = startTicks(pid) ?? 0;
  assert.equal(killMarked(`${name}0`), false);
  assert.ok(isAlive(pid, born));
  assert.equal(killMarked(name), true);
  assert.ok(await holdsWithin(5000, () => !isAlive(pid, born)));
});

async function printing(bed: TestBed, code: string): Promise<number> {
  const child = spawn(process.execPath, ['-e', code], { stdio: ['ignore', 'pipe', 'pipe'] });
  captureOutput(child, bed.logFile);
  const [exitCode] = (await once(child, 'close')) as [number];
  return exitCode;
}
