/**
 * Run in a virtual machine with control groups version 2 and systemd (.ci/cgroup-v2), as root and as a user: do the limits
 * of a driver hold while other units come and go? SANDBOX says by which driver. The units are the business of guest.sh, which
 * has several of these look on: HELD_READY is a file that is made here when the service is busy, HELD_OVER one that is waited for.
 */

import assert from 'node:assert/strict';
import { existsSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { probeCgroup } from '../../sandbox/cgroup/cgroup.ts';
import { probeDocker } from '../../sandbox/docker/docker.ts';
import { ensureHostNodeImage } from '../../sandbox/docker/host-node-image.ts';
import { CPU_PERIOD_US, PAGE_BYTES } from '../../sandbox/limit.ts';
import type { Service } from '../../sandbox/sandbox.ts';
import { BUSY_FOR_EVER, TestBed, testWith } from '../../sandbox/test-bed.ts';
import { MIB } from '../../text/numbers.ts';

const { SANDBOX, HELD_READY = '', HELD_OVER = '' } = process.env;
/** So many of the kernel's periods of 100 ms that one of them more or less is no matter. */
const MIN_SECONDS = 8;
const LOOK_MS = 1000;
/** Fifty rounds last seven minutes where the processor is emulated. */
const MAX_LOOKS = 3600;
/** A program that is still read from the disk waits for that, and not for the CPU. */
const STARTED_THROTTLED_PERIODS = 5;
const MAX_START_SECONDS = 60;

const probe = SANDBOX === 'docker' ? await probeDocker() : await probeCgroup();

testWith(probe, 'the limits hold while systemd reloads and other units come and go', async (t, driver) => {
  const bed = new TestBed(t);
  const image = driver.name === 'docker' ? { image: await ensureHostNodeImage() } : {};
  const limits = { cpus: 0.2, memoryBytes: 128 * MIB };
  const swapBytes = driver.name === 'docker' ? PAGE_BYTES : 0;
  const service = await bed.start(driver, bed.spec(BUSY_FOR_EVER, { limits, ...image }));
  await isBusy(service);
  const first = { atMs: performance.now(), reading: await service.stats() };
  writeFileSync(HELD_READY, '');
  let looks = 0;
  while (!existsSync(HELD_OVER) || performance.now() < first.atMs + MIN_SECONDS * 1000) {
    assert.ok(looks++ < MAX_LOOKS, `${HELD_OVER} did not come`);
    await sleep(LOOK_MS);
    const { cgroup_cpu_limit, cgroup_memory_limit_bytes, cgroup_swap_limit_bytes } = await service.stats();
    assert.deepEqual(
      { cgroup_cpu_limit, cgroup_memory_limit_bytes, cgroup_swap_limit_bytes },
      { cgroup_cpu_limit: 0.2, cgroup_memory_limit_bytes: 128 * MIB, cgroup_swap_limit_bytes: swapBytes },
      `look ${looks}`,
    );
  }
  const last = await service.stats();
  const grown = (name: 'cgroup_cpu_seconds_total' | 'cgroup_cpu_throttled_periods_total') =>
    (last[name] ?? 0) - (first.reading[name] ?? 0);
  const cpuSeconds = grown('cgroup_cpu_seconds_total');
  const stoppedSeconds = (grown('cgroup_cpu_throttled_periods_total') * CPU_PERIOD_US) / 1e6;
  const wallSeconds = (performance.now() - first.atMs) / 1000;
  const share = cpuSeconds / wallSeconds;
  t.diagnostic(
    `${driver.about}: ${share.toFixed(4)} CPU in ${wallSeconds.toFixed(0)} s, stopped in ${stoppedSeconds.toFixed(0)} of them, looked at ${looks} times`,
  );
  t.diagnostic(JSON.stringify(last));
  assert.ok(share < 0.22, `0.2 CPU were ${share} of the time on the clock`);
  // A busy machine may leave it less; in a period in which it was stopped it had all that is its own.
  assert.ok(cpuSeconds > 0.18 * stoppedSeconds, `${cpuSeconds} s of CPU time in ${stoppedSeconds} s`);
  // Once the others have gone it has all of its fifth on the clock.
  const alone = await shareOf(service);
  t.diagnostic(`${driver.about}: ${alone.toFixed(4)} CPU afterwards`);
  assert.ok(alone > 0.18 && alone < 0.22, `0.2 CPU were ${alone} of the time on the clock`);
});

/** CPU time over time on the clock. */
async function shareOf(service: Service): Promise<number> {
  const fromMs = performance.now();
  const { cgroup_cpu_seconds_total: before = 0 } = await service.stats();
  await sleep(MIN_SECONDS * 1000);
  const { cgroup_cpu_seconds_total: after = 0 } = await service.stats();
  return (after - before) / ((performance.now() - fromMs) / 1000);
}

async function isBusy(service: Service): Promise<void> {
  const endMs = performance.now() + MAX_START_SECONDS * 1000;
  let throttled = 0;
  while (throttled < STARTED_THROTTLED_PERIODS && performance.now() < endMs) {
    await sleep(200);
    throttled = (await service.stats()).cgroup_cpu_throttled_periods_total ?? 0;
  }
  assert.ok(throttled >= STARTED_THROTTLED_PERIODS, `throttled in ${throttled} periods of the start`);
}

test('what the limits are put on is version 2', () => {
  assert.match(probe.ok ? probe.driver.about : '', /\bcgroup v2/);
});
