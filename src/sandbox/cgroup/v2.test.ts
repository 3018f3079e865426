import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { dissolve, procsFile } from './group.ts';
import { locateCgroups } from './location.ts';
import { readV2 } from './read-v2.ts';
import { hierarchyV2 } from './v2.ts';

/** Trees of plain files: what the kernel makes of the writes is seen in a virtual machine (.ci/cgroup-v2). */

test('all readings of a version 2 group come out by their names', (t) => {
  const folder = fakeGroup(t, {
    'cpu.stat':
      'usage_usec 2500000\nuser_usec 2000000\nsystem_usec 500000\nnr_periods 30\nnr_throttled 12\nthrottled_usec 750000\n',
    'memory.current': '104857600\n',
    'memory.stat':
      'anon 50000000\nfile 40000000\nkernel_stack 3000\npagetables 2000\nshmem 30000000\ninactive_file 4857600\nactive_file 5000000\nslab_reclaimable 9999\nslab_unreclaimable 1000\n',
    'cgroup.procs': '',
    'cpu.max': '20000 100000\n',
    'memory.max': '209715200\n',
    'memory.swap.max': '0\n',
    'memory.peak': '104857700\n',
    'memory.pressure':
      'some avg10=0.00 avg60=0.00 avg300=0.00 total=1500000\nfull avg10=0.00 avg60=0.00 avg300=0.00 total=500000\n',
    'cpu.pressure': 'some avg10=1.00 avg60=0.00 avg300=0.00 total=250000\n',
    'memory.events': 'low 0\nhigh 0\nmax 17\noom 2\noom_kill 1\noom_group_kill 0\n',
    'pids.current': '11\n',
    'io.stat':
      '8:0 rbytes=100 wbytes=20 rios=1 wios=1 dbytes=0 dios=0\n253:0 rbytes=5 wbytes=1 rios=1 wios=1 dbytes=0 dios=0\n',
  });
  assert.deepEqual(readV2(folder), {
    cgroup_cpu_seconds_total: 2.5,
    cgroup_cpu_periods_total: 30,
    cgroup_cpu_throttled_periods_total: 12,
    cgroup_cpu_throttled_seconds_total: 0.75,
    cgroup_memory_bytes: 104_857_600,
    // anon and shmem, 142,400 of locked file pages, and 6,000 of the kernel's own
    cgroup_memory_held_bytes: 80_148_400,
    cgroup_memory_working_set_bytes: 100_000_000,
    cgroup_memory_peak_bytes: 104_857_700,
    cgroup_memory_limit_hits_total: 17,
    cgroup_oom_kills_total: 1,
    cgroup_pids: 11,
    cgroup_io_read_bytes_total: 105,
    cgroup_io_write_bytes_total: 21,
    cgroup_cpu_limit: 0.2,
    cgroup_memory_limit_bytes: 209_715_200,
    cgroup_swap_limit_bytes: 0,
    cgroup_cpu_pressure_waiting_seconds_total: 0.25,
    cgroup_memory_pressure_waiting_seconds_total: 1.5,
    cgroup_memory_pressure_stalled_seconds_total: 0.5,
  });
});

test('what has no file is absent, not zero; a limit that is off, or went with its controller, is -1', (t) => {
  assert.deepEqual(readV2(fakeGroup(t, {})), {});
  assert.deepEqual(readV2(fakeGroup(t, { 'cgroup.procs': '', 'memory.max': 'max\n' })), {
    cgroup_cpu_limit: -1,
    cgroup_memory_limit_bytes: -1,
  });
});

test('a group is made below the nearest ancestor that hands on cpu and memory, with the limits in its files', (t) => {
  const top = fakeGroup(t, {
    'cgroup.controllers': 'cpu io memory pids\n',
    'cgroup.subtree_control': 'cpu io memory pids\n',
  });
  const own = join(top, 'session.scope');
  mkdirSync(own);
  writeFileSync(join(own, 'cgroup.controllers'), 'memory\n');
  const group = hierarchyV2(own).group('burstbox-x');
  group.create({ cpus: 0.2, memoryBytes: 1000 });
  const made = join(top, 'burstbox-x');
  assert.deepEqual(group.folders, [made]);
  assert.deepEqual(group.entrances, [join(made, 'service', 'cgroup.procs')]);
  assert.deepEqual(readdirSync(made).sort(), ['cpu.max', 'memory.max', 'service']);
  assert.equal(readFileSync(join(made, 'cpu.max'), 'utf8'), '20000 100000');
  assert.equal(readFileSync(join(made, 'memory.max'), 'utf8'), '1000');
  assert.equal(
    readFileSync(join(top, 'cgroup.subtree_control'), 'utf8'),
    'cpu io memory pids\n',
    'what suffices is left alone',
  );
});

test('controllers that are there but not handed on are switched on', (t) => {
  const top = fakeGroup(t, {
    'cgroup.controllers': 'cpu memory pids hugetlb\n',
    'cgroup.subtree_control': 'hugetlb\n',
  });
  hierarchyV2(top);
  // A plain file keeps the last write only: of the needed two there is one, and one of each that only adds readings.
  assert.equal(readFileSync(join(top, 'cgroup.subtree_control'), 'utf8'), '+pids');
});

test('a hierarchy without the controllers is refused, with the reason for each folder', (t) => {
  const top = fakeGroup(t, { 'cgroup.controllers': 'memory hugetlb\n' });
  assert.throws(() => hierarchyV2(top), {
    code: 'sandbox',
    message: `cgroup v2 does not allow groups with limits here (${top}: has no cpu controller); in a container this needs --privileged; or use docker`,
  });
});

/** Version 2 is mounted on nearly every Linux, with or without the controllers; only root may write at its top. */
const top = process.platform === 'linux' ? locateCgroups('self').v2 : undefined;
const isRoot = process.getuid?.() === 0;
const noTop = top === undefined ? 'no cgroup2 is mounted here' : !isRoot && 'this needs root';

test('a real version 2 group is dissolved with the processes in it', { skip: noTop }, async (t) => {
  const folder = join(top ?? '', `burstbox-test-${process.pid}`);
  mkdirSync(folder);
  t.after(() => dissolve([folder]));
  const sleeper = spawn('sleep', ['60']);
  writeFileSync(procsFile(folder), String(sleeper.pid));
  const [exit] = await Promise.all([once(sleeper, 'exit'), dissolve([folder])]);
  assert.deepEqual([exit, existsSync(folder)], [[null, 'SIGKILL'], false]);
});

function fakeGroup(t: test.TestContext, files: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), 'burstbox-test-'));
  t.after(() => rmSync(folder, { recursive: true }));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}
