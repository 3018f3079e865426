/**
 * Run in a virtual machine with control groups version 2 and systemd (.ci/cgroup-v2), as root and as a user: do the limits
 * of a driver hold while other units come and go? HELD_ROUNDS says how often, SANDBOX by which driver.
 */

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { probeCgroup } from '../../sandbox/cgroup/cgroup.ts';
import { probeDocker } from '../../sandbox/docker/docker.ts';
import { ensureHostNodeImage } from '../../sandbox/docker/host-node-image.ts';
import { PAGE_BYTES } from '../../sandbox/limit.ts';
import type { Service } from '../../sandbox/sandbox.ts';
import { BUSY_FOR_EVER, TestBed, testWith } from '../../sandbox/test-bed.ts';
import { MIB } from '../../text/numbers.ts';

const ROUNDS = Number(process.env.HELD_ROUNDS ?? 5);
/** So many of the kernel's periods of 100 ms that one of them more or less is no matter. */
const MIN_SECONDS = 8;
/** A program that is still read from the disk waits for that, and not for the CPU. */
const STARTED_THROTTLED_PERIODS = 5;
const MAX_START_SECONDS = 60;

const probe = process.env.SANDBOX === 'docker' ? await probeDocker() : await probeCgroup();

testWith(probe, 'the limits hold while systemd reloads and other units come and go', async (t, driver) => {
  const bed = new TestBed(t);
  const image = driver.name === 'docker' ? { image: await ensureHostNodeImage() } : {};
  const limits = { cpus: 0.2, memoryBytes: 128 * MIB };
  const swapBytes = driver.name === 'docker' ? PAGE_BYTES : 0;
  const service = await bed.start(driver, bed.spec(BUSY_FOR_EVER, { limits, ...image }));
  await isBusy(service);
  const first = { atMs: performance.now(), reading: await service.stats() };
  for (let round = 1; round <= ROUNDS; round++) {
    systemd('systemctl', 'daemon-reload');
    systemd('systemd-run', '--quiet', '--wait', '-p', 'CPUWeight=50', 'true');
    const { cgroup_cpu_limit, cgroup_memory_limit_bytes, cgroup_swap_limit_bytes } = await service.stats();
    assert.deepEqual(
      { cgroup_cpu_limit, cgroup_memory_limit_bytes, cgroup_swap_limit_bytes },
      { cgroup_cpu_limit: 0.2, cgroup_memory_limit_bytes: 128 * MIB, cgroup_swap_limit_bytes: swapBytes },
      `round ${round}`,
    );
  }
  await sleep(Math.max(0, first.atMs + MIN_SECONDS * 1000 - performance.now()));
  const { cgroup_cpu_seconds_total: cpuSeconds = 0, ...last } = await service.stats();
  const wallSeconds = (performance.now() - first.atMs) / 1000;
  const share = (cpuSeconds - (first.reading.cgroup_cpu_seconds_total ?? 0)) / wallSeconds;
  t.diagnostic(`${driver.about}: ${share.toFixed(4)} CPU in ${ROUNDS} rounds of ${wallSeconds.toFixed(0)} s`);
  t.diagnostic(JSON.stringify(last));
  assert.ok(share > 0.18 && share < 0.22, `0.2 CPU were ${share} of the time on the clock`);
});

async function isBusy(service: Service): Promise<void> {
  const endMs = performance.now() + MAX_START_SECONDS * 1000;
  let throttled = 0;
  while (throttled < STARTED_THROTTLED_PERIODS && performance.now() < endMs) {
    await sleep(200);
    throttled = (await service.stats()).cgroup_cpu_throttled_periods_total ?? 0;
  }
  assert.ok(throttled >= STARTED_THROTTLED_PERIODS, `throttled in ${throttled} periods of the start`);
}

/** The manager of this user is the one that could take a controller away. */
function systemd(program: string, ...args: string[]): void {
  const user = process.getuid?.() === 0 ? [] : ['--user'];
  const { status, stderr } = spawnSync(program, [...user, ...args], { encoding: 'utf8' });
  assert.equal(status, 0, stderr);
}

test('what the limits are put on is version 2', () => {
  assert.match(probe.ok ? probe.driver.about : '', /\bcgroup v2/);
});
