import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { limitsOf } from './own-group.ts';

/** Trees of plain files with what the kernel would say in them. */

test('the smallest limit of all groups that it is in holds, in either version', (t) => {
  const top = folderWith(t, { 'cgroup.procs': '' });
  const outer = below(top, 'pod', { 'cpu.max': '50000 100000', 'memory.max': 'max' });
  const middle = below(outer, 'container', { 'cpu.max': 'max 100000', 'memory.max': '300000' });
  const inner = below(middle, 'init', { 'cpu.max': '200000 100000', 'memory.max': '400000' });
  assert.deepEqual(limitsOf({ v1: new Map(), v2: inner }), { cpus: 0.5, memoryBytes: 300_000 });
  assert.deepEqual(limitsOf({ v1: new Map(), v2: outer }), { cpus: 0.5 });
  assert.deepEqual(limitsOf({ v1: new Map(), v2: top }), {});

  const cpuTop = below(top, 'cpu', { 'cpu.cfs_quota_us': '-1', 'cpu.cfs_period_us': '100000' });
  const cpu = below(cpuTop, 'a', { 'cpu.cfs_quota_us': '20000', 'cpu.cfs_period_us': '100000' });
  const memoryTop = below(top, 'memory', { 'memory.limit_in_bytes': '5000' });
  const memory = below(memoryTop, 'a', { 'memory.limit_in_bytes': '9223372036854771712' });
  const v1 = new Map([
    ['cpu', cpu],
    ['memory', memory],
  ]);
  assert.deepEqual(limitsOf({ v1, v2: undefined }), { cpus: 0.2, memoryBytes: 5000 });
});

function below(parent: string, name: string, files: Record<string, string>): string {
  const folder = join(parent, name);
  mkdirSync(folder);
  for (const [file, text] of Object.entries({ 'cgroup.procs': '', ...files }))
    writeFileSync(join(folder, file), `${text}\n`);
  return folder;
}

function folderWith(t: TestContext, files: Record<string, string>): string {
  const parent = mkdtempSync(join(tmpdir(), 'burstbox-test-'));
  t.after(() => rmSync(parent, { recursive: true }));
  return below(parent, 'top', files);
}
