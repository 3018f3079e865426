import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { locateCgroups } from './location.ts';

test('version 1: each controller has a folder, also when two share a mount', (t) => {
  const proc = fakeProc(t, {
    mountinfo: [
      '31 23 0:28 / /sys/fs/cgroup rw - tmpfs tmpfs rw,mode=755',
      '32 31 0:29 / /sys/fs/cgroup/cpu,cpuacct rw,nosuid shared:9 - cgroup cgroup rw,cpu,cpuacct',
      '35 31 0:32 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory',
      '41 31 0:38 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw',
    ],
    cgroup: ['4:memory:/a/b:c', '1:cpu,cpuacct:/docker/123', '9:name=systemd:/', '0::/'],
  });
  const { v1, v2 } = locateCgroups(7, proc);
  assert.deepEqual(Object.fromEntries(v1), {
    memory: '/sys/fs/cgroup/memory/a/b:c',
    cpu: '/sys/fs/cgroup/cpu,cpuacct/docker/123',
    cpuacct: '/sys/fs/cgroup/cpu,cpuacct/docker/123',
  });
  assert.equal(v2, '/sys/fs/cgroup/unified');
});

test('version 2: the path is taken below the part of the hierarchy that the mount shows', (t) => {
  const proc = fakeProc(t, {
    mountinfo: ['30 23 0:26 /user.slice /mnt/with\\040space rw - cgroup2 none rw,nsdelegate'],
    cgroup: ['0::/user.slice/user-1000.slice/x.scope'],
  });
  assert.equal(locateCgroups(7, proc).v2, '/mnt/with space/user-1000.slice/x.scope');
});

test('a group outside of what we see has no folder', (t) => {
  const mountinfo = ['30 23 0:26 /user.slice /sys/fs/cgroup rw - cgroup2 none rw'];
  const elsewhere = fakeProc(t, { mountinfo, cgroup: ['0::/system.slice/x.service'] });
  const otherNamespace = fakeProc(t, { mountinfo, cgroup: ['0::/../../docker/1'] });
  assert.deepEqual(
    [locateCgroups(7, elsewhere).v2, locateCgroups(7, otherNamespace).v2],
    [undefined, undefined],
  );
});

function fakeProc(t: test.TestContext, files: { mountinfo: string[]; cgroup: string[] }): string {
  const proc = mkdtempSync(join(tmpdir(), 'burstbox-test-'));
  t.after(() => rmSync(proc, { recursive: true }));
  mkdirSync(join(proc, 'self'));
  mkdirSync(join(proc, '7'));
  writeFileSync(join(proc, 'self', 'mountinfo'), `${files.mountinfo.join('\n')}\n`);
  writeFileSync(join(proc, '7', 'cgroup'), `${files.cgroup.join('\n')}\n`);
  return proc;
}
