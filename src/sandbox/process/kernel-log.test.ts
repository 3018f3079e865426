import assert from 'node:assert/strict';
import { test } from 'node:test';
import { kernelWordIn, kernelWords } from './kernel-log.ts';

test('the kernel says whom a fault ended, by which signal and when', () => {
  for (const [record, pid, signal] of [
    [
      '6,7626,38173315175,-;python3[25289]: segfault at 0 ip 00007f12eab74219 sp 00007ffd965abb68 error 4',
      25289,
      11,
    ],
    [
      '6,7626,38173315175,-;traps: my server[31] general protection fault ip:7f sp:7f error:0 in libc.so.6',
      31,
      11,
    ],
    ['6,7626,38173315175,-;traps: a[31] trap invalid opcode ip:4 sp:7 error:0 in a[400000+1000]', 31, 4],
    [
      '3,7626,38173315175,-;Memory cgroup out of memory: Killed process 7656 (node) total-vm:2074816kB',
      7656,
      9,
    ],
  ] as const)
    assert.deepEqual(kernelWordIn(record), { pid, signal, seconds: 38173.315175 }, record);
});

test('what else it logs is of no interest, nor a log that may not be read', () => {
  for (const record of ['6,1,2,-;eth0: link up', '6,1,2,-;[7656] 0 7656 518704', 'segfault at 0', ''])
    assert.equal(kernelWordIn(record), undefined, record);
  assert.deepEqual(kernelWords('/nowhere'), []);
});
