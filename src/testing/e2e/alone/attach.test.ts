/** A service that runs already, watched from outside: what a user sees of it when it is well. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Sample } from '../../../contract/contract.ts';
import { whatIsWrong } from '../../../files/validate.ts';
import { FILES, readLines } from '../../../store/store.ts';
import { inWorld, type World } from '../cli.ts';
import { running } from '../running.ts';

const ON_LINUX = { skip: process.platform === 'linux' ? false : 'processes are found by /proc' };

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

function samples(world: World): Sample[] {
  return readLines<Sample>('sample', join(world.results, 'latest', 'as-is', 'ping', FILES.samples));
}

function doubts(world: World) {
  return world.verdict().profiles[0]?.scenarios[0]?.doubts ?? [];
}
