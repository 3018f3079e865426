/** Real docker: a container that runs already is found, read by its control group, and its end is told by the engine. */

import assert from 'node:assert/strict';
import { MIB } from '../../text/numbers.ts';
import { docker } from '../docker/cli.ts';
import { probeDocker } from '../docker/docker.ts';
import { ensureHostNodeImage } from '../docker/host-node-image.ts';
import { freePort } from '../free-port.ts';
import { holdsWithin } from '../process/wait.ts';
import { testWith } from '../test-bed.ts';
import { findRunning } from './attach.ts';
import { listeningInodes } from './listeners.ts';

const PATIENCE_MS = 30_000;
const SERVE = `require('node:net').createServer().listen(Number(process.env.PORT), '127.0.0.1');`;

testWith(
  await probeDocker(),
  'a container is found by the port of its service, and by its name',
  async (t) => {
    const name = `burstbox-attach-${process.pid}`;
    const port = await freePort();
    const where = ['--network', 'host', '--env', `PORT=${port}`];
    const limits = ['--memory', String(200 * MIB), '--cpu-period', '100000', '--cpu-quota', '50000'];
    const begin = ['run', '--detach', '--init', '--name', name, ...where, ...limits];
    t.after(() => docker(['rm', '--force', name]));
    const begun = await docker([...begin, await ensureHostNodeImage(), 'node', '-e', SERVE]);
    assert.equal(begun.exitCode, 0, begun.stderr);
    assert.ok(await holdsWithin(PATIENCE_MS, () => listeningInodes(port).length > 0));

    const byPort = await findRunning(`http://127.0.0.1:${port}`, {});
    const byName = await findRunning('http://shop.example', { container: name });
    assert.ok(typeof byPort !== 'string' && typeof byName !== 'string');
    assert.equal(byPort.watched.container, name);
    assert.deepEqual(byName.watched.limits, { cpus: 0.5, memoryBytes: 200 * MIB });
    await assert.rejects(findRunning('http://shop.example', { container: `${name}x` }), {
      code: 'usage',
      message: new RegExp(`--container ${name}x: there is no such container.*${name}`),
    });

    const service = byPort.open();
    t.after(() => service.stop(0));
    const readings = await service.stats();
    assert.equal(readings.cgroup_memory_limit_bytes, 200 * MIB);
    assert.ok((readings.cgroup_cpu_periods_total ?? -1) >= 0);
    assert.ok((readings.process_resident_memory_bytes ?? 0) > MIB);
    await docker(['kill', name]);
    const { code, signal, oomKilled } = await service.exited;
    assert.deepEqual({ code, signal, oomKilled }, { code: null, signal: 'SIGKILL', oomKilled: false });
  },
);
