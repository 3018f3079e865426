import assert from 'node:assert/strict';
import { test } from 'node:test';
import { diskTraffic, networkTraffic, readHost } from './host.ts';

test('disk traffic is what the kernel paged in and out, in bytes', () => {
  assert.deepEqual(diskTraffic('nr_free_pages 7\npgpgin 3\npgpgout 5\npgpgoutclean 9\n'), {
    host_disk_read_bytes_total: 3072,
    host_disk_write_bytes_total: 5120,
  });
  assert.deepEqual(diskTraffic('nothing of the kind'), {});
});

test('network traffic is that of all interfaces, also where a number stands right behind the name', () => {
  const dev = `Inter-|   Receive                                                |  Transmit
 face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed
    lo: 1000       10    0    0    0     0          0         0     1000      10    0    0    0     0       0          0
  eth0:200 2 0 0 0 0 0 0 50 1 0 0 0 0 0 0
`;
  assert.deepEqual(networkTraffic(dev), {
    host_network_receive_bytes_total: 1200,
    host_network_transmit_bytes_total: 1050,
  });
  assert.deepEqual(networkTraffic(''), {});
});

test('a reading has what this machine tells', { skip: process.platform !== 'linux' }, () => {
  const { host_network_receive_bytes_total: received = 0, host_cpu_busy_seconds_total: busy = 0 } =
    readHost('/');
  assert.ok(received >= 0 && busy > 0);
});
