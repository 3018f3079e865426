import assert from 'node:assert/strict';
import { BurstboxError } from '../../errors.ts';
import { startTicks } from '../../ledger/identity.ts';
import { BUSY, GREEDY, POLITE, STUBBORN, TestBed, testWith } from '../test-bed.ts';
import { probeProcess } from './process.ts';
import { holdsWithin } from './wait.ts';

const probe = await probeProcess();
const PATIENCE_MS = 15_000;

testWith(probe, 'the process driver says that it enforces nothing, and does not', async (t, driver) => {
  const bed = new TestBed(t);
  const service = await bed.start(driver, bed.spec(GREEDY, { limits: { cpus: 0.01, memoryBytes: 1 } }));
  await assert.rejects(service.limit(1), {
    code: 'sandbox',
    message: /^there is no CPU limit to change: a plain/,
  });
  const exit = await service.exited;
  assert.deepEqual(driver.enforces, { cpu: false, memory: false });
  assert.deepEqual({ ...exit, atMs: 0 }, { code: 0, signal: null, oomKilled: false, atMs: 0 });
  assert.equal(bed.log(), 'nobody stopped me at 64\n');
});

testWith(
  probe,
  'a service ends on SIGTERM with its own exit code, and leaves the ledger',
  async (t, driver) => {
    const bed = new TestBed(t);
    const service = await bed.start(driver, bed.spec(POLITE));
    assert.ok(await holdsWithin(PATIENCE_MS, () => bed.log().includes('ready')));
    assert.deepEqual(
      bed.ledger.entries.map(({ kind }) => kind),
      ['marked', 'process'],
    );
    await service.stop(PATIENCE_MS);
    const { code, signal } = await service.exited;
    assert.deepEqual({ code, signal, log: bed.log() }, { code: 7, signal: null, log: 'ready\ngoodbye\n' });
    assert.deepEqual(bed.ledger.entries, []);
  },
);

testWith(
  probe,
  'a service that ignores SIGTERM is killed after the grace, with a child in another session',
  async (t, driver) => {
    const bed = new TestBed(t);
    const service = await bed.start(driver, bed.spec(STUBBORN));
    assert.ok(await holdsWithin(PATIENCE_MS, () => bed.log().includes('ready')));
    const child = Number(/child (\d+)/.exec(bed.log())?.[1]);
    assert.notEqual(startTicks(child), undefined);
    await Promise.all([service.stop(200), service.stop(200)]);
    assert.equal((await service.exited).signal, 'SIGKILL');
    assert.equal(startTicks(child), undefined);
  },
);

testWith(probe, 'the readings of a shell-started service include its children', async (t, driver) => {
  const bed = new TestBed(t);
  const inShell = bed.spec('', { command: ['sh', '-c', 'node -e "$1"; echo done', 'sh', BUSY] });
  const service = await bed.start(driver, inShell);
  let most: Awaited<ReturnType<typeof service.stats>> = {};
  const over = service.exited.then(() => true);
  while (!(await Promise.race([over, new Promise((resolve) => setTimeout(resolve, 50, false))]))) {
    const now = await service.stats();
    // The shell inherits the CPU time of its child, and is alone when that has ended. Node has several threads, and more
    // files than its standard three, until it ends; one that has not has given its memory back already.
    if ((now.process_threads ?? 0) < 4 || (now.process_open_fds ?? 0) <= 3) continue;
    if ((now.process_cpu_seconds_total ?? 0) > (most.process_cpu_seconds_total ?? 0)) most = now;
  }
  const { cpuMs } = JSON.parse(bed.log().split('\n')[0] ?? '') as { cpuMs: number };
  const share = (most.process_cpu_seconds_total ?? 0) / (cpuMs / 1000);
  assert.ok(share > 0.5 && share < 2, `saw ${share} of the CPU time that the child says it used`);
  assert.ok((most.process_open_sockets ?? Number.POSITIVE_INFINITY) < (most.process_open_fds ?? 0));
  assert.ok((most.process_resident_memory_bytes ?? 0) > 20e6);
  assert.ok((most.process_cpu_wait_seconds_total ?? -1) >= 0);
  assert.ok(Math.abs((most.process_start_time_seconds ?? 0) - Date.now() / 1000) < 600);
  assert.deepEqual(await service.stats(), {}, 'after its end there is nothing to read');
});

testWith(probe, 'a command that is not there is told before anything is started', async (t, driver) => {
  const bed = new TestBed(t);
  await assert.rejects(bed.start(driver, bed.spec('', { command: ['no-such-program'] })), (error) => {
    assert.ok(error instanceof BurstboxError);
    assert.deepEqual(
      [error.code, error.message],
      ['target', 'the service\'s command "no-such-program" is not on PATH; install it or give its path'],
    );
    return true;
  });
  await assert.rejects(
    bed.start(driver, bed.spec('', { cwd: '/no/such/folder' })),
    /working folder \/no\/such\/folder does not exist/,
  );
  assert.deepEqual(bed.ledger.entries, []);
});
