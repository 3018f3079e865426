/** A service that runs already, watched from outside: what a user sees of it, and of its death. */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import type { Sample } from '../../contract/contract.ts';
import { whatIsWrong } from '../../files/validate.ts';
import { freePort } from '../../sandbox/free-port.ts';
import { FILES, readLines } from '../../store/store.ts';
import { eventually, inWorld, type World } from './cli.ts';

const ON_LINUX = { skip: process.platform === 'linux' ? false : 'processes are found by /proc' };
const SERVE = `require('node:http').createServer((_, answer) => answer.end('ok'))
  .listen(Number(process.env.PORT), '127.0.0.1', () => console.log('ready'));`;

test('it is found by its port, read beside the load, and lives on', ON_LINUX, (t) =>
  inWorld(async (world) => {
    const { child, url } = await running(t);
    const { code, stderr } = await world.run(`ping --base-url ${url} --duration 5s --vus 5`);
    assert.equal(code, 0, stderr);
    assert.match(stderr, new RegExp(`watching process ${child.pid} \\(node\\)`));
    const { target } = world.record();
    assert.deepEqual(target.watched, { pid: child.pid, command: 'node' });
    assert.equal(whatIsWrong('run', world.record()), undefined);
    const read = samples(world).filter(({ values }) => values.process_resident_memory_bytes !== undefined);
    assert.ok(read.length >= 4, `${read.length} samples have its memory`);
    const doubt = doubts(world).find(({ id }) => id === 'box-unknown');
    assert.match(doubt?.message ?? '', /process \d+ \(node\) was watched; its box was not set by burstbox/);
    assert.equal(child.exitCode ?? child.signalCode, null);
  }),
);

test('its death mid-run is the first cause, although it was not started by burstbox', ON_LINUX, (t) =>
  inWorld(async (world) => {
    const { child, url } = await running(t);
    const { ended } = world.start(`ping --base-url ${url} --pid ${child.pid} --duration 30s --vus 5`);
    await eventually(60, 'the load', () => samples(world).length > 2);
    child.kill('SIGKILL');
    const { code, stdout } = await ended;
    assert.equal(code, 1);
    assert.match(
      stdout,
      /as-is: critical\n {2}ping +critical the service ended in a way that only its parent knows/,
    );
    assert.equal(world.outcome('as-is', 'ping').firstCause?.id, 'target-exited');
  }),
);

test('a process or container that cannot be watched starts nothing', ON_LINUX, (t) =>
  inWorld(async (world) => {
    const { url } = await running(t);
    const wrong: [words: string, says: RegExp][] = [
      [`--base-url ${url} --pid ${process.pid}`, /--pid \d+: that is burstbox itself, or has started it/],
      [`--base-url ${url} --pid 0`, /--pid 0: expected a whole number from 1/],
      ['--pid 1', /--pid 1: burstbox starts this service itself/],
      [`--base-url ${url} --pid 1 --container x`, /use only one of them/],
      [`--base-url ${url} --container=-x`, /--container -x: expected the name or id/],
    ];
    const answers = await Promise.all(wrong.map(([words]) => world.run(`ping ${words}`)));
    for (const [index, { code, stderr }] of answers.entries()) {
      assert.equal(code, 64, stderr);
      assert.match(stderr, wrong[index]?.[1] ?? /never/);
    }
  }),
);

async function running(t: TestContext): Promise<{ child: ChildProcess; url: string }> {
  const port = await freePort();
  const env = { ...process.env, PORT: String(port) };
  const child = spawn(process.execPath, ['-e', SERVE], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  t.after(() => child.kill('SIGKILL'));
  await once(child.stdout, 'data');
  return { child, url: `http://127.0.0.1:${port}` };
}

function samples(world: World): Sample[] {
  return readLines<Sample>('sample', join(world.results, 'latest', 'as-is', 'ping', FILES.samples));
}

function doubts(world: World) {
  return world.verdict().profiles[0]?.scenarios[0]?.doubts ?? [];
}
