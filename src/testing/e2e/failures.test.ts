/** Services that fail, and what the verdict says of them. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, test } from 'node:test';
import { PROJECT_ROOT } from '../../root.ts';
import { locateCgroups } from '../../sandbox/cgroup/location.ts';
import { freePort } from '../../sandbox/free-port.ts';
import { probeDrivers } from '../../sandbox/sandbox.ts';
import { testWith } from '../../sandbox/test-bed.ts';
import { FILES } from '../../store/store.ts';
import { copyOfProject, eventually, inWorld, newWorld, pidOf } from './cli.ts';

describe('side by side, each in a world of its own', { concurrency: 2 }, () => {
  test('a service that answers 500 to everything is critical, and the errors are named', () =>
    inWorld(async (world) => {
      const target = world.target('answers-500');
      const { code, stdout } = await world.run(
        `t3-micro ping --duration 5s --vus 5 --sandbox process --target ${target}`,
      );
      assert.equal(code, 1);
      assert.match(
        stdout,
        /ping +critical +100 % of the operations failed inside the service \(5xx\), throughout/,
      );
    }));

  test('a service that was running already and answers nothing is critical', () =>
    inWorld(async (world) => {
      const port = await freePort();
      const service = spawn(
        process.execPath,
        [join(PROJECT_ROOT, 'src/testing/e2e/services/answers-nothing.mjs')],
        {
          env: { ...process.env, PORT: String(port) },
        },
      );
      try {
        await once(service, 'spawn');
        const { code, stdout } = await world.run(
          `ping --duration 12s --vus 5 --base-url http://127.0.0.1:${port}`,
        );
        assert.equal(code, 1);
        assert.match(
          stdout,
          /ping +critical +the service is alive but unresponsive: for \d+ s from 0:0[01] on, to the end of the load/,
        );
      } finally {
        service.kill();
      }
    }));

  test('a service of ours that starts and answers nothing is critical without any load', () =>
    inWorld(async (world) => {
      const target = world.target('answers-nothing');
      const { code, stdout } = await world.run(
        `t3-micro ping --duration 5s --sandbox process --start-timeout 10s --target ${target}`,
      );
      assert.equal(code, 1);
      assert.match(stdout, /ping +critical +.*accepts connections but does not answer/);
      assert.deepEqual(world.leftovers(), []);
    }));

  test('a service that ends while it starts is critical, with its exit code', () =>
    inWorld(async (world) => {
      const target = world.target('ends-at-once');
      const { code, stdout } = await world.run(
        `t3-micro ping --duration 5s --sandbox process --target ${target}`,
      );
      assert.equal(code, 1);
      assert.match(stdout, /ping +critical +the service ended with exit code 3 before it answered/);
    }));

  test('a scenario that throws in every iteration is not healthy', async () => {
    const copy = copyOfProject({
      'scripts/thrower.ts': `
        import type { Scenario } from '../src/contract/contract.ts';
        import { k6Program } from '../src/k6/program.ts';
        export const scenario: Scenario = {
          suite: 'own', about: 'throws', thinkSeconds: 0.1, needs: [], limits: [],
          shape: [{ phase: 'steady', move: 'hold', seconds: 30, level: 5 }],
        };
        export const { options, setup, teardown, handleSummary, run } = k6Program(scenario, {
          iterate() { throw new Error('this script is broken'); },
        });
        export default run;
      `,
    });
    const world = newWorld(copy.folder);
    try {
      const { code, stdout, stderr } = await world.run('t3-micro thrower --duration 5s --sandbox process');
      assert.equal(code, 2, stderr);
      assert.match(stdout, /thrower +unknown/);
      const doubts = world.verdict().profiles[0]?.scenarios[0]?.doubts ?? [];
      assert.match(
        doubts.find(({ id }) => id === 'iteration-exceptions')?.message ?? '',
        /^(\d+) of \1 iterations threw/,
      );
    } finally {
      world.end();
      copy.end();
    }
  });
});

for (const probe of (await probeDrivers()).filter(
  (each) => (each.ok ? each.driver.name : each.name) === 'cgroup',
))
  testWith(
    probe,
    'a service that outgrows its box is OOM-killed, and the run says so as the first cause',
    () =>
      inWorld(async (world) => {
        const target = world.target('balloon');
        const { code, stdout } = await world.run(
          `t3-micro ping --duration 20s --vus 20 --sandbox cgroup --target ${target}`,
        );
        assert.equal(code, 1);
        assert.match(stdout, /ping +critical +the kernel OOM-killed the service at 0:\d\d of the load/);
        const outcome = world.outcome('t3-micro', 'ping');
        assert.equal(outcome.firstCause?.id, 'target-oom-killed');
        assert.equal(outcome.k6?.exitCode, 103, 'k6 was not stopped through its API');
        assert.deepEqual(world.leftovers(), []);
      }),
  );

for (const probe of (await probeDrivers()).filter(
  (each) => (each.ok ? each.driver.name : each.name) === 'cgroup',
))
  testWith(probe, 'a limit that somebody takes away mid-run is told, and a healthy scenario unknown', () =>
    inWorld(async (world) => {
      const target = world.target('steady');
      const { ended } = world.start(
        `t3-micro ping --duration 8s --vus 3 --sandbox cgroup --target ${target}`,
      );
      const samples = join(world.results, 'latest', 't3-micro', 'ping', FILES.samples);
      await eventually(
        240,
        'the load is sampled',
        () => existsSync(samples) && readFileSync(samples, 'utf8').split('\n').length > 4,
      );
      const pid = await eventually(5, 'the service', () => pidOf(world, 'steady.mjs'));
      const { v1, v2 } = locateCgroups(pid);
      const quota = v1.has('cpu')
        ? join(v1.get('cpu') ?? '', 'cpu.cfs_quota_us')
        : join(dirname(v2 ?? ''), 'cpu.max');
      writeFileSync(quota, v1.has('cpu') ? '-1' : 'max');
      const { code, stdout } = await ended;
      assert.equal(code, 2, stdout);
      assert.match(
        stdout,
        /ping +unknown +.*the limits of t3-micro did not hold: at 0:0\d of the load the CPU limit was gone \(set: 1 CPU\)/,
      );
      assert.deepEqual(world.leftovers(), []);
    }),
  );
