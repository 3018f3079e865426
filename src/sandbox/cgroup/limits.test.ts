import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import { MIB } from '../../text/numbers.ts';
import { probeDocker } from '../docker/docker.ts';
import { ensureHostNodeImage } from '../docker/host-node-image.ts';
import { CPU_PERIOD_US } from '../limit.ts';
import type { Readings } from '../readings.ts';
import type { Driver, Service } from '../sandbox.ts';
import { BUSY, BUSY_FOR_EVER, GREEDY, GREEDY_CHILD, TestBed, testWith } from '../test-bed.ts';
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
      t.diagnostic(`${driver.about}: ${share.toFixed(4)} CPU`);
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
    `${name}: another CPU limit in the middle of a run holds from then on`,
    async (t, driver) => {
      const bed = new TestBed(t);
      const spec = bed.spec(BUSY_FOR_EVER, { limits: { cpus: 0.5, memoryBytes: 128 * MIB } });
      const service = await bed.start(driver, { ...spec, ...(await imageFor(driver)) });
      const limitsNow = async () => {
        const { cgroup_cpu_limit, box_cpu_limit, cgroup_memory_limit_bytes } = await service.stats();
        return { cgroup_cpu_limit, box_cpu_limit, cgroup_memory_limit_bytes };
      };
      for (const cpus of [0.1, 0.75]) {
        await service.limit(cpus);
        assert.deepEqual(await limitsNow(), {
          cgroup_cpu_limit: cpus,
          box_cpu_limit: cpus,
          cgroup_memory_limit_bytes: 128 * MIB,
        });
      }
      await service.limit(0.1);
      const used = await cpuShare(service, 20);
      t.diagnostic(`${driver.about}: ${used.toFixed(4)} CPU of 0.1`);
      assert.ok(used < 0.15, `0.1 CPU were ${used} of the time on the clock`);
      await service.stop(0);
      await assert.rejects(service.limit(1), {
        code: 'sandbox',
        message: /^the CPU limit could not be changed/,
      });
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

/** Mean number of CPUs in use over this many scheduler periods. */
async function cpuShare(service: Service, periods: number): Promise<number> {
  const read = async () => ({
    ms: performance.now(),
    seconds: (await service.stats()).cgroup_cpu_seconds_total ?? 0,
  });
  const from = await read();
  await new Promise((resolve) => setTimeout(resolve, periods * PERIOD_SECONDS * 1000));
  const to = await read();
  return (to.seconds - from.seconds) / ((to.ms - from.ms) / 1000);
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
