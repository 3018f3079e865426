import assert from 'node:assert/strict';
import { chmod, mkdir, readdir, utimes } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { cachedPaths, openStaging } from './cache.ts';
import { house } from './fixtures.ts';
import { K6 } from './k6.ts';
import { fileOf, thisPlatform } from './tool.ts';

const TAIL = join('burstbox', 'k6', 'v2.2.0', thisPlatform(), fileOf(K6));

test('the cache lies in XDG_CACHE_HOME, else in ~/.cache', async () => {
  const paths: [NodeJS.ProcessEnv, string][] = [
    [{ HOME: '/home/me', XDG_CACHE_HOME: '/caches' }, join('/caches', TAIL)],
    [{ HOME: '/home/me' }, join('/home/me/.cache', TAIL)],
    [{ HOME: '/home/me', XDG_CACHE_HOME: 'relative' }, join('/home/me/.cache', TAIL)],
  ];
  for (const [env, path] of paths) assert.equal(cachedPaths(K6, env)[0], path);
});

test('a staging folder is made beside the place of the finished file', async (t) => {
  const { env, home } = await house(t);
  const staging = await openStaging(K6, env);
  assert.equal(staging.finished, join(home, '.cache', TAIL));
  assert.equal(dirname(staging.folder), dirname(staging.finished));
});

test('without a home that can be written the cache moves to a private temp folder', async (t) => {
  const { env } = await house(t);
  const homeless = { ...env, HOME: '/dev/null' };
  const staging = await openStaging(K6, homeless);
  const spare = join(env.TMPDIR ?? '', `burstbox-${process.getuid?.() ?? 'user'}`);
  assert.ok(staging.finished.startsWith(spare));
  assert.equal(cachedPaths(K6, homeless)[1], staging.finished);
});

test('a temp folder that others can write to is never trusted', {
  skip: process.platform === 'win32' && 'file modes do not apply on Windows',
}, async (t) => {
  const { env } = await house(t);
  const spare = join(env.TMPDIR ?? '', `burstbox-${process.getuid?.()}`);
  await mkdir(spare);
  await chmod(spare, 0o777);
  assert.equal(cachedPaths(K6, env).length, 1);
  await assert.rejects(openStaging(K6, { ...env, HOME: '/dev/null' }), {
    code: 'machine',
    message: `There is no folder to keep k6 in (ENOTDIR: not a directory, mkdir '/dev/null/.cache'; ${spare} can be written to by others); set XDG_CACHE_HOME to a folder that you can write to.`,
  });
});

test('what a killed process left is removed after a day, and not before', async (t) => {
  const { env } = await house(t);
  const [old, recent] = [await openStaging(K6, env), await openStaging(K6, env)];
  const twoDaysAgo = new Date(Date.now() - 2 * 86_400_000);
  await utimes(old.folder, twoDaysAgo, twoDaysAgo);
  const next = await openStaging(K6, env);
  const left = await readdir(dirname(next.finished));
  assert.deepEqual(
    left.map((name) => join(dirname(next.finished), name)).sort(),
    [recent.folder, next.folder].sort(),
  );
});
