import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import type { Storage } from './storage.ts';
import { call, formOf, json, serve } from './test-service.ts';

const DISK_BYTES = 1024 * 1024;

test('on a disk that is really full an upload is 507, nothing half stays, and a delete makes room again', async (t) => {
  const folder = smallDisk(t);
  if (folder === undefined)
    return t.skip('needs the right to mount a tmpfs; the errors are also injected below');
  const url = await serve(t, { folder, maxBodyBytes: 10 * DISK_BYTES });
  assert.equal((await call(url, 'PUT', '/files/first', Buffer.alloc(DISK_BYTES / 2))).status, 201);
  const full = await call(url, 'PUT', '/files/second', Buffer.alloc(DISK_BYTES));
  assert.equal(full.status, 507);
  assert.equal(json(full).error.code, 'insufficient_storage');
  const { body, headers } = formOf({ a: 'small', b: Buffer.alloc(DISK_BYTES), c: 'small' });
  assert.equal((await call(url, 'POST', '/batch', body, headers)).status, 507);
  assert.deepEqual(readdirSync(join(folder, 'files')), ['first']);
  assert.deepEqual(readdirSync(join(folder, 'incoming')), []);
  assert.equal((await call(url, 'GET', '/files/first')).body.length, DISK_BYTES / 2);
  assert.equal((await call(url, 'DELETE', '/files/first')).status, 204);
  assert.equal((await call(url, 'PUT', '/files/second', Buffer.alloc(DISK_BYTES / 2))).status, 201);
});

test('a full disk and a full quota are both 507, to single uploads and to forms', async (t) => {
  for (const errno of ['ENOSPC', 'EDQUOT']) {
    const url = await serve(t, { storage: (real) => failing(real, errno) });
    assert.equal((await call(url, 'PUT', '/files/a', Buffer.alloc(300_000))).status, 507, errno);
    const { body, headers } = formOf({ a: Buffer.alloc(300_000), b: Buffer.alloc(300_000) });
    assert.equal((await call(url, 'POST', '/batch', body, headers)).status, 507, errno);
    assert.equal((await call(url, 'GET', '/ping')).status, 200);
  }
});

/** A storage whose writes fail after the first piece, as those to a full disk do. */
function failing(real: Storage, errno: string): Storage {
  return Object.assign(Object.create(real), {
    receive: async (source: AsyncIterable<Uint8Array>) => {
      for await (const _ of source) throw Object.assign(new Error(errno), { code: errno });
    },
  });
}

function smallDisk(t: TestContext): string | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'burstbox-target-disk-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${DISK_BYTES}`, 'tmpfs', folder], { stdio: 'ignore' });
  } catch {
    rmdirSync(folder);
    return undefined;
  }
  t.after(() => {
    execFileSync('umount', ['--lazy', folder]); // the service may still hold it
    rmdirSync(folder);
  });
  return folder;
}
