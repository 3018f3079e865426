import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Container } from './container.ts';
import { containerService, visiblePid } from './service.ts';

const ON_LINUX = { skip: process.platform === 'linux' ? false : 'processes are found by /proc' };

test(
  'a container of an engine without control groups is known by its mounts, and read by its processes alone',
  ON_LINUX,
  async () => {
    // Of /sys/fs/cgroup, or of what else is mounted below: it stands for the files that an engine mounts by the id.
    const container = containerOf('fs');
    assert.equal(visiblePid(container), process.pid);
    const started = { container, detached: new Promise(() => {}), startedAtMs: Date.now() };
    const readings = await containerService('shop', started, undefined, async () => {}).stats();
    assert.ok((readings.process_resident_memory_bytes ?? 0) > 0);
    const ofGroup = Object.keys(readings).filter((name) => name.startsWith('cgroup_'));
    assert.deepEqual(ofGroup, [], 'they would be those of the engine');
  },
);

test('a pid of an engine on another machine is nobody here', ON_LINUX, () => {
  assert.equal(visiblePid(containerOf('0123456789abcdef'.repeat(4))), undefined);
});

function containerOf(id: string): Container {
  return {
    Id: id,
    Name: '/shop',
    Config: { Labels: null },
    HostConfig: { Memory: 0, CpuQuota: 0, CpuPeriod: 0, NanoCpus: 0, NetworkMode: 'default' },
    State: { Status: 'running', OOMKilled: false, Pid: process.pid, ExitCode: 0, FinishedAt: '', Error: '' },
  };
}
