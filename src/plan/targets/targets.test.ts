import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { tempFolder } from '../../testing/temp-folder.ts';
import { loadTarget, targetNames } from './targets.ts';

const FILE = {
  schema: 'burstbox/target/1',
  about: 'mine',
  health: '/health',
  routes: { ping: '/ping' },
};

test('the reference service is there by name and offers every route and probe', () => {
  assert.ok(targetNames().includes('reference'));
  const { name, start, baseUrl, routes, probes } = loadTarget('reference');
  assert.deepEqual(
    { name, builtin: start?.builtin, baseUrl },
    {
      name: 'reference',
      builtin: 'reference',
      baseUrl: undefined,
    },
  );
  assert.deepEqual(Object.keys(routes).sort(), ['batch', 'download', 'list', 'ping', 'remove', 'upload']);
  assert.deepEqual(Object.keys(probes).sort(), ['catalog', 'memory', 'pprof', 'requests']);
});

test('a target file of the user is named after its file', async (t) => {
  const folder = await tempFolder(t);
  const path = join(folder, 'shop.json');
  writeFileSync(path, JSON.stringify({ ...FILE, start: { command: ['./run'] } }));
  const target = loadTarget(path);
  assert.equal(target.name, 'shop');
  assert.equal(target.probes, 'auto', 'probes that are left out are looked for');
  assert.deepEqual(target.start, { command: ['./run'], env: {}, cwd: folder });
});

test('paths in a target file are relative to it', async (t) => {
  const folder = await tempFolder(t);
  const path = join(folder, 'shop.json');
  writeFileSync(path, JSON.stringify({ ...FILE, start: { dockerfile: 'box/Dockerfile', cwd: '..' } }));
  assert.throws(() => loadTarget(path), {
    code: 'config',
    message: `${path}: /start/dockerfile is "box/Dockerfile", but ${join(folder, 'box', 'Dockerfile')} does not exist; expected a path relative to the target file`,
  });
  mkdirSync(join(folder, 'box'));
  writeFileSync(join(folder, 'box', 'Dockerfile'), 'FROM scratch');
  const { start } = loadTarget(path);
  assert.equal(start?.dockerfile, join(folder, 'box', 'Dockerfile'));
  assert.equal(start?.cwd, join(folder, '..'));
});

test('a base URL means that the service is not started', async (t) => {
  const path = join(await tempFolder(t), 'shop.json');
  writeFileSync(path, JSON.stringify({ ...FILE, start: { command: ['./run'] } }));
  const target = loadTarget(path, 'http://127.0.0.1:1//');
  assert.equal(target.start, undefined);
  assert.equal(target.baseUrl, 'http://127.0.0.1:1', 'paths begin with a slash');
});

test('a base URL that is none is refused', async (t) => {
  const path = join(await tempFolder(t), 'shop.json');
  writeFileSync(path, JSON.stringify({ ...FILE, start: { command: ['./run'] } }));
  assert.throws(() => loadTarget(path, 'nonsense'), {
    code: 'config',
    message: 'the base URL nonsense is not a valid URL; expected one such as http://127.0.0.1:8080',
  });
});

test('a URL with a login, a query or a fragment in it is refused, and is not repeated', async (t) => {
  const path = join(await tempFolder(t), 'shop.json');
  const refused = {
    code: 'config',
    message: 'the base URL contains a user name, password, query or fragment; expected a URL without them',
  };
  writeFileSync(path, JSON.stringify({ ...FILE, baseUrl: 'http://me:secret@127.0.0.1:2' }));
  assert.throws(() => loadTarget(path), refused);
  writeFileSync(path, JSON.stringify({ ...FILE, start: { command: ['./run'] } }));
  for (const url of [
    'http://me@127.0.0.1:1',
    'https://:secret@127.0.0.1:1',
    'http://127.0.0.1:1/?a=b',
    'http://127.0.0.1:1/#a',
  ])
    assert.throws(() => loadTarget(path, url), refused, url);
});

test('the path of the profiles ends with one slash, with or without one in the file', async (t) => {
  const path = join(await tempFolder(t), 'shop.json');
  const pprof = (given: string) => {
    const probes = { pprof: given, memory: '/memory' };
    writeFileSync(path, JSON.stringify({ ...FILE, start: { command: ['./run'] }, probes }));
    return loadTarget(path).probes;
  };
  assert.deepEqual(pprof('/debug/pprof'), { pprof: '/debug/pprof/', memory: '/memory' });
  assert.deepEqual(pprof('/debug/pprof/'), { pprof: '/debug/pprof/', memory: '/memory' });
});

test('a probe is a path, a URL without secrets, or found by itself', async (t) => {
  const path = join(await tempFolder(t), 'shop.json');
  const probes = (given: unknown) => {
    writeFileSync(path, JSON.stringify({ ...FILE, start: { command: ['./run'] }, probes: given }));
    return loadTarget(path).probes;
  };
  assert.equal(probes('auto'), 'auto');
  assert.deepEqual(probes({}), {}, 'none at all');
  const elsewhere = { prometheus: 'http://127.0.0.1:9404/metrics' };
  assert.deepEqual(probes(elsewhere), elsewhere);
  assert.throws(() => probes('atuo'), { code: 'config', message: /"atuo"; expected "auto"/ });
  for (const bad of [
    'metrics',
    'http://user:secret@host/metrics',
    '/metrics?token=x',
    'ftp://host/metrics',
    5,
  ])
    assert.throws(() => probes({ prometheus: bad }), { code: 'config', message: /probes\/prometheus/ });
});

test('headers alone are for the probes that are found, and with names for those that are named', async (t) => {
  const path = join(await tempFolder(t), 'shop.json');
  const headers = { Authorization: `Bearer \${METRICS_TOKEN}` };
  const load = (probes: object) => {
    writeFileSync(path, JSON.stringify({ ...FILE, start: { image: 'i' }, probes }));
    const { probes: known, probeHeaders } = loadTarget(path);
    return { known, probeHeaders };
  };
  assert.deepEqual(load({ headers }), { known: 'auto', probeHeaders: headers });
  assert.deepEqual(load({ headers, expvar: '/vars' }), { known: { expvar: '/vars' }, probeHeaders: headers });
});

test('the compose file is found from the target file', async (t) => {
  const folder = await tempFolder(t);
  const path = join(folder, 'shop.json');
  mkdirSync(join(folder, 'box'));
  writeFileSync(join(folder, 'box', 'compose.yaml'), 'services: {}');
  writeFileSync(
    path,
    JSON.stringify({ ...FILE, start: { compose: { file: 'box/compose.yaml', service: 'web' } } }),
  );
  assert.deepEqual(loadTarget(path).start?.compose, {
    file: join(folder, 'box', 'compose.yaml'),
    service: 'web',
  });
});

test('the base URL of the file counts, and the given one before it; with a start it is refused', async (t) => {
  const path = join(await tempFolder(t), 'shop.json');
  writeFileSync(path, JSON.stringify({ ...FILE, baseUrl: 'http://127.0.0.1:2' }));
  assert.equal(loadTarget(path).baseUrl, 'http://127.0.0.1:2');
  assert.equal(loadTarget(path, 'http://127.0.0.1:3').baseUrl, 'http://127.0.0.1:3');
  writeFileSync(path, JSON.stringify({ ...FILE, baseUrl: 'http://127.0.0.1:2', start: { image: 'i' } }));
  assert.throws(() => loadTarget(path), { code: 'config', message: /both "start" and "baseUrl" are set/ });
});

test('a service at a URL that may be any is asked for what it shows, one with a file for what that names', async (t) => {
  assert.equal(loadTarget('reference', 'http://127.0.0.1:3').probes, 'auto');
  const path = join(await tempFolder(t), 'shop.json');
  writeFileSync(path, JSON.stringify({ ...FILE, start: { image: 'i' }, probes: { expvar: '/vars' } }));
  assert.deepEqual(loadTarget(path, 'http://127.0.0.1:3').probes, { expvar: '/vars' });
});

test('a file that says neither how to start nor where it runs is refused', async (t) => {
  const path = join(await tempFolder(t), 'shop.json');
  writeFileSync(path, JSON.stringify(FILE));
  assert.throws(() => loadTarget(path), { code: 'config', message: /neither "start" nor "baseUrl" is set/ });
});

test('an unknown target is refused with the nearest name', () => {
  assert.throws(() => loadTarget('referense'), {
    code: 'usage',
    message: '--target referense: no such target and no such file (did you mean "reference"?)',
  });
});

test('a target file that does not fit its schema is refused', async (t) => {
  const path = join(await tempFolder(t), 'shop.json');
  writeFileSync(path, JSON.stringify({ ...FILE, start: { command: ['./run'] }, routes: { ping: 'ping' } }));
  assert.throws(() => loadTarget(path), {
    code: 'config',
    message: /\/routes\/ping is "ping"; expected a path that begins with a slash/,
  });
});
