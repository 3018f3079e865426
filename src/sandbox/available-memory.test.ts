import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir, totalmem } from 'node:os';
import { dirname, join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { allowedMemory, memoryHere, oomKillsHere } from './available-memory.ts';

const KIB = 1024;
const V1_UNLIMITED = '9223372036854771712';

/** A machine with 1000 KiB available, and the files of its control groups. */
function machine(t: TestContext, mount: string, membership: string, files: Record<string, string>): string {
  const root = mkdtempSync(join(tmpdir(), 'burstbox-test-'));
  t.after(() => rmSync(root, { recursive: true }));
  const all = {
    meminfo: 'MemTotal: 2000 kB\nMemAvailable: 1000 kB\n',
    vmstat: 'nr_free_pages 1\noom_kill 9\n',
    'self/mountinfo': `30 23 0:26 / ${root}/groups rw - ${mount}\n`,
    'self/cgroup': `${membership}\n`,
    ...files,
  };
  for (const [path, text] of Object.entries(all)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

const statV2 = (anonKib: number, fileKib: number) =>
  `anon ${anonKib * KIB}\nfile ${fileKib * KIB}\nshmem 0\nactive_file 0\ninactive_file ${fileKib * KIB}\n`;

test('without a limit it is what the machine has', (t) => {
  const proc = machine(t, 'cgroup2 none rw', '0::/job', {
    'groups/cgroup.procs': '',
    'groups/job/cgroup.procs': '',
    'groups/job/memory.max': 'max\n',
    'groups/job/memory.stat': statV2(1, 0),
  });
  assert.equal(allowedMemory(proc), 1000 * KIB);
  assert.equal(memoryHere(proc), totalmem());
});

test('version 2: a limit far above holds, less what is held there by all; page cache leaves room', (t) => {
  const proc = machine(t, 'cgroup2 none rw', '0::/ci/job', {
    'groups/cgroup.procs': '',
    'groups/ci/cgroup.procs': '',
    'groups/ci/memory.max': `${800 * KIB}\n`,
    'groups/ci/memory.high': 'max\n',
    'groups/ci/memory.stat': statV2(300, 450),
    'groups/ci/job/cgroup.procs': '',
    'groups/ci/job/memory.max': 'max\n',
    'groups/ci/job/memory.stat': statV2(100, 100),
  });
  assert.equal(allowedMemory(proc), 500 * KIB);
  assert.equal(memoryHere(proc), 800 * KIB);
});

test('version 2: over memory.high nobody gets on, and a full group leaves nothing', (t) => {
  const files = {
    'groups/cgroup.procs': '',
    'groups/job/cgroup.procs': '',
    'groups/job/memory.max': `${800 * KIB}\n`,
    'groups/job/memory.high': `${200 * KIB}\n`,
  };
  const held = (kib: number) => ({ ...files, 'groups/job/memory.stat': statV2(kib, 0) });
  assert.equal(allowedMemory(machine(t, 'cgroup2 none rw', '0::/job', held(50))), 150 * KIB);
  assert.equal(allowedMemory(machine(t, 'cgroup2 none rw', '0::/job', held(500))), 0);
});

test('version 1: the same, and kills are counted in our own group', (t) => {
  const stat = (rssKib: number) =>
    `total_rss ${rssKib * KIB}\ntotal_cache ${90 * KIB}\ntotal_shmem 0\ntotal_active_file ${90 * KIB}\ntotal_inactive_file 0\n`;
  const proc = machine(t, 'cgroup cgroup rw,memory', '4:memory:/ci/job\n1:cpu:/', {
    'groups/cgroup.procs': '',
    'groups/memory.limit_in_bytes': `${V1_UNLIMITED}\n`,
    'groups/memory.stat': stat(900),
    'groups/ci/cgroup.procs': '',
    'groups/ci/memory.limit_in_bytes': `${700 * KIB}\n`,
    'groups/ci/memory.stat': stat(100),
    'groups/ci/job/cgroup.procs': '',
    'groups/ci/job/memory.limit_in_bytes': `${V1_UNLIMITED}\n`,
    'groups/ci/job/memory.stat': stat(50),
    'groups/ci/job/memory.oom_control': 'oom_kill_disable 0\nunder_oom 0\noom_kill 2\n',
  });
  assert.equal(allowedMemory(proc), 600 * KIB);
  assert.equal(memoryHere(proc), 700 * KIB);
  assert.equal(oomKillsHere(proc), 2);
});

test('without control groups it is the machine alone', (t) => {
  const proc = machine(t, 'ext4 /dev/vda rw', '0::/', {});
  assert.equal(allowedMemory(proc), 1000 * KIB);
  assert.equal(oomKillsHere(proc), 9);
  assert.equal(oomKillsHere('/nowhere'), 0);
});
