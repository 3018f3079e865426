import assert from 'node:assert/strict';
import { open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { isAlive } from '../testing/is-alive.ts';
import { until } from '../testing/until.ts';
import { house, program } from './fixtures.ts';
import { runProgram } from './program.ts';

const LIMIT_MS = 60_000;
const never = new AbortController().signal;

test('the outcome has the exit code and the output of both streams', async (t) => {
  const { bin, env } = await house(t);
  const file = await program(join(bin, 'talk'), 'echo "$1"; echo problem >&2; exit 4');
  const outcome = await runProgram({
    file,
    args: ['hello'],
    env,
    limitMs: LIMIT_MS,
    doing: 'getting k6 ready',
    signal: never,
  });
  assert.equal(outcome.ended, 'exit');
  assert.ok(outcome.ended === 'exit');
  assert.equal(outcome.code, 4);
  assert.deepEqual(outcome.output.split('\n').sort(), ['', 'hello', 'problem']);
});

test('lines arrive whole, and stdout can go to a file', async (t) => {
  const { bin, home, env } = await house(t);
  const file = await program(join(bin, 'talk'), 'echo data; printf one >&2; echo " line" >&2; echo two >&2');
  const stdout = await open(join(home, 'out'), 'w');
  const lines: string[] = [];
  const onLine = (line: string) => lines.push(line);
  await runProgram({
    file,
    args: [],
    env,
    limitMs: LIMIT_MS,
    doing: 'getting k6 ready',
    signal: never,
    stdoutFd: stdout.fd,
    onLine,
  });
  await stdout.close();
  assert.deepEqual(lines, ['one line', 'two']);
  assert.equal(await readFile(join(home, 'out'), 'utf8'), 'data\n');
});

test('only the end of a long output is kept', async (t) => {
  const { bin, env } = await house(t);
  const file = await program(
    join(bin, 'talk'),
    'i=0; while [ $i -lt 20000 ]; do echo "line $i"; i=$((i+1)); done',
  );
  const outcome = await runProgram({
    file,
    args: [],
    env,
    limitMs: LIMIT_MS,
    doing: 'getting k6 ready',
    signal: never,
  });
  assert.ok(outcome.ended === 'exit');
  assert.equal(outcome.output.length, 65_536);
  assert.ok(outcome.output.endsWith('line 19999\n'));
});

test('an abort ends the program with its children and is reported as such', async (t) => {
  const { bin, env } = await house(t);
  const pidFile = join(bin, 'pid');
  const file = await program(join(bin, 'hang'), `trap '' TERM; sleep 300 & echo $! > '${pidFile}'; wait`);
  const stop = new AbortController();
  const run = runProgram({
    file,
    args: [],
    env,
    limitMs: LIMIT_MS,
    doing: 'getting k6 ready',
    signal: stop.signal,
  });
  const pid = async () => Number(await readFile(pidFile, 'utf8').catch(() => '0'));
  await until('its child runs', async () => (await pid()) > 0);
  stop.abort();
  await assert.rejects(run, { code: 'interrupted' });
  const child = await pid();
  await until('its child has ended', async () => !(await isAlive(child)));
});

test('a program that is not there has not been started', async (t) => {
  const { bin, env } = await house(t);
  const outcome = await runProgram({
    file: join(bin, 'missing'),
    args: [],
    env,
    limitMs: LIMIT_MS,
    doing: 'getting k6 ready',
    signal: never,
  });
  assert.deepEqual(outcome, { ended: 'not-started', errorCode: 'ENOENT' });
});
