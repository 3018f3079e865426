import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import { probeDocker } from '../docker/docker.ts';
import { ensureHostNodeImage } from '../docker/host-node-image.ts';
import { CPU_PERIOD_US } from '../limit.ts';
import type { Readings } from '../readings.ts';
import type { Driver } from '../sandbox.ts';
import { BUSY, GREEDY, GREEDY_CHILD, TestBed, testWith } from '../test-bed.ts';
import { probeCgroup } from './cgroup.ts';

/** 0.2 CPU by CPU time over time on the clock, which a slow or emulated machine does not blur. */
const MIN_SHARE = 0.18;
const MAX_SHARE = 0.22;
const PERIOD_SECONDS = CPU_PERIOD_US / 1e6;

/** The same proofs for both drivers that say they enforce limits; the image is read by docker only. */
const probes = [await probeDocker(), await probeCgroup()];

for (const probe of probes) {
  const name = probe.ok ? probe.driver.name : probe.name;

  testWith(
    probe,
    `${name}: with 0.2 CPU a service has a fifth of a CPU, and is throttled`,
    async (t, driver) => {
      assert.deepEqual(driver.enforces, { cpu: true, memory: true });
      const { cpuMs, wallMs, reading } = await busy(t, driver, 0.2);
      const share = cpuMs / wallMs;
      assert.ok(share < MAX_SHARE, `0.2 CPU were ${share} of the time on the clock`);
      // Others may use the machine too and leave it less; in a period in which it was stopped it had all that is its own.
      const {
        cgroup_cpu_limit: limit,
        cgroup_cpu_seconds_total: cpuSeconds = 0,
        cgroup_cpu_throttled_periods_total: stopped = 0,
      } = reading;
      assert.equal(limit, 0.2);
      assert.ok(stopped > 0, JSON.stringify(reading));
      assert.ok(
        cpuSeconds >= MIN_SHARE * stopped * PERIOD_SECONDS,
        `${cpuSeconds} s of CPU time in ${stopped} periods`,
      );
    },
  );

  testWith(
    probe,
    `${name}: a service that takes more than its memory is killed, and its exit says why`,
    async (t, driver) => {
      const bed = new TestBed(t);
      const image = await imageFor(driver);
      const service = await bed.start(driver, bed.spec(GREEDY, image));
      const { code, signal, oomKilled } = await service.exited;
      assert.deepEqual({ code, signal, oomKilled }, { code: null, signal: 'SIGKILL', oomKilled: true });
      assert.equal(bed.log(), '');
    },
  );

  testWith(
    probe,
    `${name}: the kill of a child is told too, although the service itself ends well`,
    async (t, driver) => {
      const bed = new TestBed(t);
      const image = await imageFor(driver);
      const service = await bed.start(driver, bed.spec(GREEDY_CHILD, image));
      const { code, oomKilled } = await service.exited;
      assert.deepEqual({ code, oomKilled }, { code: 0, oomKilled: true });
    },
  );
}

async function imageFor(driver: Driver): Promise<{ image?: string }> {
  return driver.name === 'docker' ? { image: await ensureHostNodeImage() } : {};
}

/** Runs the busy service to its end, with the last reading of its control group. */
async function busy(
  t: TestContext,
  driver: Driver,
  cpus: number,
): Promise<{ wallMs: number; cpuMs: number; reading: Readings }> {
  const bed = new TestBed(t);
  const limits = { cpus, memoryBytes: 256 * 1024 * 1024 };
  const service = await bed.start(driver, bed.spec(BUSY, { limits, ...(await imageFor(driver)) }));
  let reading: Readings = {};
  let over = false;
  const ended = service.exited.then(() => {
    over = true;
  });
  while (!over) {
    reading = { ...reading, ...(await service.stats()) };
    await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 100))]);
  }
  return { ...(JSON.parse(bed.log()) as { wallMs: number; cpuMs: number }), reading };
}
