import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { FAKE_K6, house, jobIn, program } from './fixtures.ts';
import { PATIENCE } from './job.ts';
import { parseK6Version } from './k6.ts';
import { check } from './version.ts';

test('the version is read from what k6 prints, whatever the file is called', () => {
  const outputs: [string, string | undefined][] = [
    ['k6 v2.2.0 (go1.26.8, linux/amd64)\n', 'v2.2.0'],
    ['k6bin v2.2.0 (go1.26.8, linux/amd64)', 'v2.2.0'],
    ['k6.exe v2.2.1 (commit/0123456789, go1.26.8, windows/amd64)', 'v2.2.1'],
    ['k6-v1.0.0 v2.2.0 (go1.26.8, linux/amd64)', 'v2.2.0'],
    ['k6 v1.0.0 copy v2.2.0 (go1.26.8, linux/amd64)', 'v2.2.0'],
    ['k6 v0.47.0 (2023-10-05T09:38:52+0000/v0.47.0-0-gd8ecbdf, go1.21.1, linux/amd64)', 'v0.47.0'],
    ['k6 v2.2.0-rc1 (commit/0123456789-dirty, go1.26.8, linux/amd64)\nExtensions:\n', 'v2.2.0-rc1'],
    ['warning: something\nk6 v2.2.0 (go1.26.8, linux/amd64)', 'v2.2.0'],
    ['tool v2.2.0', undefined],
    ['k6 v2.2 (go1.26.8, linux/amd64)', undefined],
    ['k6-v2.2.0 (go1.26.8, linux/amd64)', undefined],
    ['', undefined],
  ];
  for (const [output, version] of outputs) assert.equal(parseK6Version(output), version, output);
});

test('a k6 of the wanted minor is accepted with its exact version', async (t) => {
  const { bin, env } = await house(t);
  const k6 = await program(join(bin, 'a k6'), "echo 'k6 v2.2.7 (commit/0123456789, go1.26.8, linux/amd64)'");
  assert.deepEqual(await check(k6, jobIn(env)), { ok: true, version: 'v2.2.7' });
});

test('each kind of unusable k6 is rejected with its own reason', async (t) => {
  const { bin, env } = await house(t);
  const notExecutable = join(bin, 'not-executable');
  await writeFile(notExecutable, '#!/bin/sh\n', { mode: 0o644 });
  await mkdir(join(bin, 'folder'));
  await writeFile(join(bin, 'no-interpreter'), '#!/nowhere/sh\n', { mode: 0o755 });
  const kinds: [path: string, why: string][] = [
    [join(bin, 'missing'), 'does not exist'],
    [join(bin, 'sh', 'k6'), 'cannot be read (ENOTDIR)'],
    [join(bin, 'folder'), 'is not a file'],
    [notExecutable, 'is not executable'],
    [join(bin, 'no-interpreter'), 'cannot be started (ENOENT)'],
    [
      await program(join(bin, 'silent'), 'true'),
      'does not answer `version` as k6 does (it printed nothing, exit code 0)',
    ],
    [
      await program(join(bin, 'junk'), "printf 'v2.2.0\\033[31m\\nmore\\n'; exit 3"),
      'does not answer `version` as k6 does (it printed "v2.2.0\\u001b[31m", exit code 3)',
    ],
    [
      await program(join(bin, 'crash'), 'kill -SEGV $$'),
      'does not answer `version` as k6 does (it printed nothing, and crashed)',
    ],
    [
      await program(join(bin, 'old'), "echo 'k6 v1.0.0 (commit/0123456789, go1.24.2, linux/amd64)'"),
      'is k6 v1.0.0, and v2.2.x is needed',
    ],
    [
      await program(join(bin, 'newer'), "echo 'k6 v2.20.0 (go1.26.8, linux/amd64)'"),
      'is k6 v2.20.0, and v2.2.x is needed',
    ],
  ];
  for (const [path, why] of kinds) assert.deepEqual(await check(path, jobIn(env)), { ok: false, why });
});

test('a file that is no program at all is rejected', async (t) => {
  const { bin, env } = await house(t);
  const torn = join(bin, 'torn');
  await writeFile(torn, Buffer.concat([Buffer.from('\x7fELF'), Buffer.alloc(2000, 1)]), { mode: 0o755 });
  assert.equal((await check(torn, jobIn(env))).ok, false);
});

test('a k6 that hangs or prints without end is given up', async (t) => {
  const { bin, env } = await house(t);
  const job = jobIn(env, { patience: { ...PATIENCE, versionMs: 500 } });
  for (const body of ['sleep 300', 'while :; do echo junk; done']) {
    const k6 = await program(join(bin, 'k6'), body);
    assert.deepEqual(await check(k6, job), { ok: false, why: 'did not answer `version` within 0.5 s' });
  }
});

test('an abort ends the check', async (t) => {
  const { bin, env } = await house(t);
  const k6 = await program(join(bin, 'k6'), FAKE_K6);
  const job = jobIn(env, { signal: AbortSignal.abort() });
  await assert.rejects(check(k6, job), { code: 'interrupted' });
});
