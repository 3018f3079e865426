import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import { probeDocker } from '../docker/docker.ts';
import { ensureHostNodeImage } from '../docker/host-node-image.ts';
import type { Driver } from '../sandbox.ts';
import { BUSY, GREEDY, GREEDY_CHILD, TestBed, testWith } from '../test-bed.ts';
import { probeCgroup } from './cgroup.ts';

/** The same proofs for both drivers that say they enforce limits; the image is read by docker only. */
const probes = [await probeDocker(), await probeCgroup()];

for (const probe of probes) {
  const name = probe.ok ? probe.driver.name : probe.name;

  testWith(
    probe,
    `${name}: with 0.2 CPU a service does about a fifth of the work of one CPU, and is throttled`,
    async (t, driver) => {
      assert.deepEqual(driver.enforces, { cpu: true, memory: true });
      const full = await busy(t, driver, 1);
      const fifth = await busy(t, driver, 0.2);
      // The full one by its CPU time and not by the clock: others may use the machine too.
      const ratio = fifth.work / fifth.wallMs / (full.work / full.cpuMs);
      assert.ok(ratio > 0.12 && ratio < 0.3, `0.2 CPU did ${ratio} of the work of one CPU`);
      assert.ok(fifth.throttledPeriods > 0, `none of ${fifth.periods} periods was throttled`);
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

interface BusyResult {
  work: number;
  wallMs: number;
  cpuMs: number;
  periods: number;
  throttledPeriods: number;
}

/** Runs the busy service to its end, with the last reading of its control group. */
async function busy(t: TestContext, driver: Driver, cpus: number): Promise<BusyResult> {
  const bed = new TestBed(t);
  const limits = { cpus, memoryBytes: 256 * 1024 * 1024 };
  const service = await bed.start(driver, bed.spec(BUSY, { limits, ...(await imageFor(driver)) }));
  let periods = 0;
  let throttledPeriods = 0;
  let over = false;
  const ended = service.exited.then(() => {
    over = true;
  });
  while (!over) {
    const reading = await service.stats();
    periods = reading.cgroup_cpu_periods_total ?? periods;
    throttledPeriods = reading.cgroup_cpu_throttled_periods_total ?? throttledPeriods;
    await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 100))]);
  }
  return {
    ...(JSON.parse(bed.log()) as Omit<BusyResult, 'periods' | 'throttledPeriods'>),
    periods,
    throttledPeriods,
  };
}
