import assert from 'node:assert/strict';
import { test } from 'node:test';
import { configuredLimits, parseDockerStats } from './stats.ts';

test('the units of docker stats are read: binary for memory, decimal for disk', () => {
  const line = { MemUsage: '12.5MiB / 1GiB', BlockIO: '1.2MB / 3kB', PIDs: '7', CPUPerc: '20.00%' };
  assert.deepEqual(parseDockerStats(JSON.stringify(line)), {
    cgroup_memory_working_set_bytes: 12.5 * 2 ** 20,
    cgroup_memory_limit_bytes: 2 ** 30,
    cgroup_pids: 7,
    cgroup_io_read_bytes_total: 1_200_000,
    cgroup_io_write_bytes_total: 3000,
  });
});

test('the dashes of a container that has ended are no numbers', () => {
  assert.deepEqual(parseDockerStats(JSON.stringify({ MemUsage: '-- / --', BlockIO: '--', PIDs: '--' })), {});
});

test('limits are told as the engine keeps them, in either of its units, and as gone where it keeps none', () => {
  const host = { Memory: 0, CpuQuota: 0, CpuPeriod: 0, NanoCpus: 0, NetworkMode: 'host' };
  const told = (changes: Partial<typeof host>) => Object.values(configuredLimits({ ...host, ...changes }));
  assert.deepEqual(told({ CpuQuota: 20_000, CpuPeriod: 100_000, Memory: 1024 }), [0.2, 1024]);
  assert.deepEqual(told({ NanoCpus: 5e8 }), [0.5, -1]);
  assert.deepEqual(told({}), [-1, -1]);
});
