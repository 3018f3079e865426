import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { startTicks } from '../../ledger/identity.ts';
import { MIB } from '../../text/numbers.ts';
import { holdsWithin } from '../process/wait.ts';
import { NESTER, POLITE, STUBBORN, TestBed, testWith } from '../test-bed.ts';
import { probeCgroup } from './cgroup.ts';

const probe = await probeCgroup();
const PATIENCE_MS = 60_000;

testWith(
  probe,
  'a service in a control group is read, ends on SIGTERM, and its group is removed',
  async (t, driver) => {
    const bed = new TestBed(t);
    const service = await bed.start(
      driver,
      bed.spec(POLITE, { limits: { cpus: 1, memoryBytes: 200 * MIB } }),
    );
    assert.ok(await holdsWithin(PATIENCE_MS, () => bed.log().includes('ready')));
    const folders = bed.ledger.entries.flatMap((entry) => (entry.kind === 'cgroup' ? [entry.path] : []));
    const reading = await service.stats();
    await service.stop(PATIENCE_MS);
    const { code, signal, oomKilled } = await service.exited;

    assert.deepEqual({ code, signal, oomKilled }, { code: 7, signal: null, oomKilled: false });
    assert.equal(reading.cgroup_memory_limit_bytes, 200 * MIB);
    assert.equal(reading.cgroup_cpu_limit, 1);
    // systemd hands the io controller to root alone.
    if (process.getuid?.() === 0) assert.notEqual(reading.cgroup_io_read_bytes_total, undefined);
    assert.equal(reading.cgroup_swap_limit_bytes ?? 0, 0);
    assert.equal(reading.cgroup_oom_kills_total, 0);
    assert.ok((reading.cgroup_cpu_seconds_total ?? 0) > 0);
    assert.ok((reading.cgroup_pids ?? 0) > 1, 'threads count');
    const { cgroup_memory_bytes: used = 0, cgroup_memory_working_set_bytes: workingSet = 0 } = reading;
    assert.ok(workingSet > MIB && used >= workingSet && used <= 200 * MIB, `${workingSet} of ${used} bytes`);
    assert.ok((reading.process_resident_memory_bytes ?? 0) > MIB && (reading.process_open_fds ?? 0) > 3);
    const { process_open_sockets: sockets, process_open_fds: descriptors = 0 } = reading;
    assert.ok(sockets !== undefined && sockets < descriptors, `${sockets} sockets of ${descriptors}`);
    assert.ok(folders.length > 0);
    assert.deepEqual(
      folders.filter((folder) => existsSync(folder)),
      [],
    );
    assert.deepEqual(bed.ledger.entries, []);
  },
);

testWith(
  probe,
  'what a service started in another session goes with its control group',
  async (t, driver) => {
    const bed = new TestBed(t);
    const service = await bed.start(driver, bed.spec(STUBBORN));
    assert.ok(await holdsWithin(PATIENCE_MS, () => bed.log().includes('ready')));
    const child = Number(/child (\d+)/.exec(bed.log())?.[1]);
    assert.notEqual(startTicks(child), undefined);
    await Promise.all([service.stop(200), service.stop(200)]);
    assert.equal((await service.exited).signal, 'SIGKILL');
    assert.equal(startTicks(child), undefined);
    assert.deepEqual(bed.ledger.entries, []);
  },
);

testWith(
  probe,
  'what a service puts into groups of its own is read, and goes with all of its groups',
  async (t, driver) => {
    const bed = new TestBed(t);
    const service = await bed.start(driver, bed.spec(NESTER));
    assert.ok(await holdsWithin(PATIENCE_MS, () => bed.log().includes('child')), bed.log());
    const child = Number(/child (\d+)/.exec(bed.log())?.[1]);
    const folders = bed.ledger.entries.flatMap((entry) => (entry.kind === 'cgroup' ? [entry.path] : []));
    assert.match(readFileSync(`/proc/${child}/cgroup`, 'utf8'), /burstbox-.*\/nested\/deeper$/m);
    const reading = await service.stats();
    assert.ok((reading.process_resident_memory_bytes ?? 0) > 100 * MIB, 'the child is counted');
    assert.ok((reading.cgroup_memory_bytes ?? 0) > 64 * MIB);
    await service.stop(200);
    assert.equal(startTicks(child), undefined);
    assert.deepEqual(
      folders.filter((folder) => existsSync(folder)),
      [],
    );
    assert.deepEqual(bed.ledger.entries, []);
  },
);

testWith(probe, 'a start that fails leaves no control group behind', async (t, driver) => {
  const bed = new TestBed(t);
  await assert.rejects(bed.start(driver, bed.spec('', { command: ['no-such-program'] })), /is not on PATH/);
  assert.deepEqual(bed.ledger.entries, []);
});
