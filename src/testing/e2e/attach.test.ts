/** A service that runs already, watched from outside: its death, and what cannot be watched. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Sample } from '../../contract/contract.ts';
import { FILES, readLines } from '../../store/store.ts';
import { eventually, inWorld, type World } from './cli.ts';
import { running } from './running.ts';

const ON_LINUX = { skip: process.platform === 'linux' ? false : 'processes are found by /proc' };

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
      /as-is: critical\n {2}ping +critical +the service ended in a way that only its parent knows/,
    );
    assert.equal(world.outcome('as-is', 'ping').firstCause?.id, 'target-exited');
  }),
);

test('a process or container that cannot be watched starts nothing', ON_LINUX, (t) =>
  inWorld(async (world) => {
    const { url } = await running(t);
    const wrong: [words: string, says: RegExp][] = [
      [
        `--base-url ${url} --pid ${process.pid}`,
        /--pid \d+: that is burstbox itself or the process that started it/,
      ],
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

function samples(world: World): Sample[] {
  return readLines<Sample>('sample', join(world.results, 'latest', 'as-is', 'ping', FILES.samples));
}
