import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MIB } from '../../text/numbers.ts';
import { holdsWithin } from '../process/wait.ts';
import { POLITE, STUBBORN, TestBed, testWith } from '../test-bed.ts';
import { createArguments } from './arguments.ts';
import { inspectContainer } from './container.ts';
import { probeDocker } from './docker.ts';
import { ensureHostNodeImage } from './host-node-image.ts';
import { dockerStats } from './stats.ts';

const probe = await probeDocker();
const PATIENCE_MS = 30_000;

testWith(
  probe,
  'a container is read through its control group, ends on SIGTERM, and is removed',
  async (t, driver) => {
    const bed = new TestBed(t);
    const image = await ensureHostNodeImage();
    const limits = { cpus: 1, memoryBytes: 200 * MIB };
    const spec = bed.spec(`console.log(process.env.TOKEN, process.env.HOME);${POLITE}`, {
      image,
      limits,
      env: { TOKEN: 'line 1\nline 2', HOME: '/tmp' },
    });
    const service = await bed.start(driver, spec);
    assert.ok(await holdsWithin(PATIENCE_MS, () => bed.log().includes('ready')));
    const reading = await service.stats();
    const byEngine = await dockerStats(spec.name);
    await Promise.all([service.stop(PATIENCE_MS), service.stop(PATIENCE_MS)]);
    const { code, signal, oomKilled } = await service.exited;

    assert.deepEqual({ code, signal, oomKilled }, { code: 7, signal: null, oomKilled: false });
    assert.equal(bed.log(), 'line 1\nline 2 /tmp\nready\ngoodbye\n');
    assert.equal(byEngine.cgroup_memory_limit_bytes, 200 * MIB);
    assert.ok((byEngine.cgroup_memory_working_set_bytes ?? 0) > MIB && (byEngine.cgroup_pids ?? 0) > 1);
    if (process.platform === 'linux') {
      assert.equal(reading.cgroup_memory_limit_bytes, 200 * MIB);
      assert.ok(
        (reading.cgroup_cpu_seconds_total ?? 0) > 0 && (reading.process_resident_memory_bytes ?? 0) > MIB,
      );
      assert.ok((reading.process_open_sockets ?? Number.POSITIVE_INFINITY) < (reading.process_open_fds ?? 0));
    }
    assert.equal(await inspectContainer(spec.name), undefined);
    assert.deepEqual(bed.ledger.entries, []);
    assert.deepEqual(await service.stats(), {}, 'after its end there is nothing to read');
  },
);

testWith(probe, 'a container that ignores the signal is killed after the grace', async (t, driver) => {
  const bed = new TestBed(t);
  const service = await bed.start(driver, bed.spec(STUBBORN, { image: await ensureHostNodeImage() }));
  assert.ok(await holdsWithin(PATIENCE_MS, () => bed.log().includes('ready')));
  await service.stop(1);
  const { code, signal, oomKilled } = await service.exited;
  assert.deepEqual({ code, signal, oomKilled }, { code: null, signal: 'SIGKILL', oomKilled: false });
});

testWith(probe, 'a container that ends by itself says how: by code and by signal', async (t, driver) => {
  const bed = new TestBed(t);
  const image = await ensureHostNodeImage();
  const failing = await bed.start(driver, bed.spec('process.exit(3)', { image }));
  const aborting = await bed.start(driver, bed.spec('process.abort()', { image }));
  const exits = [await failing.exited, await aborting.exited].map(({ code, signal }) => ({ code, signal }));
  assert.deepEqual(exits, [
    { code: 3, signal: null },
    { code: null, signal: 'SIGABRT' },
  ]);
});

testWith(
  probe,
  'an image that is missing or not named is told in a sentence, and leaves nothing',
  async (t, driver) => {
    const bed = new TestBed(t);
    const start = (changes: Parameters<TestBed['spec']>[1]) => bed.start(driver, bed.spec('', changes));
    await assert.rejects(start({ image: 'burstbox-no-such-image:1' }), {
      code: 'sandbox',
      message: 'the image burstbox-no-such-image:1 is not on this machine; docker pull it, or build it',
    });
    await assert.rejects(start({}), { code: 'sandbox', message: /needs an image/ });
    assert.deepEqual(bed.ledger.entries, []);
  },
);

testWith(
  probe,
  'a command that the image does not have ends as in a shell, with the reason in the log',
  async (t, driver) => {
    const bed = new TestBed(t);
    const spec = bed.spec('', { image: await ensureHostNodeImage(), command: ['no-such-program'] });
    const service = await bed.start(driver, spec);
    assert.equal((await service.exited).code, 127);
    assert.match(bed.log(), /no-such-program.*No such file/);
  },
);

test('secrets are handed to the CLI by name, and a published port stays on loopback', (t) => {
  const spec = new TestBed(t).spec('', { env: { TOKEN: 's3cret', PORT: '8080' } });
  const onHost = createArguments(spec, 'image', true);
  assert.equal(onHost.args.join(' ').includes('s3cret'), false);
  assert.equal(onHost.env.TOKEN, 's3cret');
  assert.ok(onHost.args.join(' ').includes('--network host'));
  const published = createArguments(spec, 'image', false);
  assert.ok(published.args.join(' ').includes('--publish 127.0.0.1:8080:8080'));
});
