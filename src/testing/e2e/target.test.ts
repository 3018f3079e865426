/** Services that speak otherwise than the reference one, by their target files alone. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { inWorld, statuses, type World } from './cli.ts';

const PASSWORD = 'p4ss-w0rd-of-the-demo';

const DOCUMENTS = {
  routes: {
    ping: '/health',
    upload: {
      style: 'multipart',
      path: '/api/documents',
      field: 'document',
      contentType: 'image/png',
      fields: { title: '{name}', owner: 'grüße' },
      expect: [201],
      id: { json: 'document.ids[0].value' },
    },
    list: { path: '/api/documents', json: { entries: 'page.items', name: 'file.name', id: 'key' } },
    download: '/api/documents/{id}/content',
    remove: { path: '/api/documents/{id}', expect: [204] },
  },
  auth: {
    login: {
      path: '/login',
      json: { user: 'demo', password: `\${DEMO_PASSWORD}` },
      token: { json: 'data.access_token' },
    },
    as: { header: 'Authorization', value: 'Token {token}' },
  },
};

const DAV = {
  routes: {
    ping: { path: '/dav/', method: 'PROPFIND', expect: [207], headers: { Depth: '0' } },
    upload: {
      style: 'raw',
      path: '/dav/{name}',
      expect: [201],
      headers: { 'X-File': '{name}; {size}' },
    },
    list: { path: '/dav/', method: 'PROPFIND', expect: [207], headers: { Depth: '1' } },
    download: '/dav/{name}',
    remove: '/dav/{name}',
  },
  auth: { basic: { user: 'dav', password: `\${DAV_PASSWORD}` } },
};

test('a service with forms, ids of its own and a login is measured without an error, and keeps its secrets', () =>
  inWorld(async (world) => {
    const target = documents(world, { DEMO_PASSWORD: `\${DEMO_PASSWORD}` });
    const { stderr } = await world.run(
      `t3-micro upload soak read --duration 6s --vus 10 --sandbox process --target ${target}`,
      { DEMO_PASSWORD: PASSWORD },
    );
    assert.deepEqual(
      Object.keys(statuses(world.verdict())).sort(),
      ['t3-micro read', 't3-micro soak', 't3-micro upload'],
      stderr,
    );
    for (const scenario of ['upload', 'soak', 'read']) {
      const { failed, exceptions, checked } = measured(world, scenario);
      assert.deepEqual({ failed, exceptions }, { failed: 0, exceptions: 0 }, scenario);
      if (scenario === 'read')
        assert.ok(checked.bytes > 0 && checked.lists > 0, 'downloads and lists are compared');
      assert.doesNotMatch(read(world, scenario, 'k6.log'), /left on the service/);
    }
    const told = filesBelow(world.results).filter((file) => readFileSync(file).includes(PASSWORD));
    assert.deepEqual(told, [], 'files with the password, or the token that is made of it');
    assert.equal(stderr.includes(PASSWORD), false);
  }));

test('where the list does not tell the ids, files are found by their Location and removed all the same', () =>
  inWorld(async (world) => {
    const upload = { ...DOCUMENTS.routes.upload, id: { header: 'Location' } };
    const routes = { ...DOCUMENTS.routes, upload, list: '/api/documents' };
    const target = documents(world, { DEMO_PASSWORD: `\${DEMO_PASSWORD}` }, { routes });
    await world.run(`t3-micro read --duration 5s --vus 3 --sandbox process --target ${target}`, {
      DEMO_PASSWORD: PASSWORD,
    });
    const { failed, exceptions, checked } = measured(world, 'read');
    assert.deepEqual({ failed, exceptions }, { failed: 0, exceptions: 0 });
    assert.ok(checked.bytes > 0 && checked.lists > 0, 'downloads and lists are compared');
    assert.doesNotMatch(read(world, 'read', 'k6.log'), /left on the service/);
  }));

test('a WebDAV store with a name and a password is measured without an error', () =>
  inWorld(async (world) => {
    const target = world.target('dav', { DAV_PASSWORD: `\${DAV_PASSWORD}` }, DAV);
    const { stderr } = await world.run(
      `t3-micro soak --duration 5s --vus 3 --sandbox process --target ${target}`,
      { DAV_PASSWORD: PASSWORD },
    );
    const { failed, operations } = measured(world, 'soak');
    assert.ok(operations > 0, stderr);
    assert.equal(failed, 0);
    assert.doesNotMatch(read(world, 'soak', 'k6.log'), /left on the service/);
    const secrets = [PASSWORD, Buffer.from(`dav:${PASSWORD}`).toString('base64')];
    const told = filesBelow(world.results).filter((file) =>
      secrets.some((secret) => readFileSync(file).includes(secret)),
    );
    assert.deepEqual(told, []);
  }));

test('users with names of their own log in themselves, tokens that run out are renewed, and nothing fails', () =>
  inWorld(async (world) => {
    const { login, as } = DOCUMENTS.auth;
    const auth = { login: { ...login, json: { ...login.json, user: 'demo-{vu}' } }, as };
    const target = documents(world, { DEMO_PASSWORD: `\${DEMO_PASSWORD}`, TOKEN_USES: '9' }, { auth });
    await world.run(`t3-micro soak --duration 5s --vus 3 --sandbox process --target ${target}`, {
      DEMO_PASSWORD: PASSWORD,
    });
    const { failed, operations } = measured(world, 'soak');
    assert.ok(operations > 3 * 9, `${operations} operations do not use up a token`);
    assert.equal(failed, 0);
    const logins = read(world, 'soak', 'target.log').match(/^demo-\d+ is here$/gm) ?? [];
    assert.deepEqual(
      [...new Set(logins)].sort(),
      [1, 2, 3].map((user) => `demo-${user} is here`),
    );
    assert.ok(logins.length > 4, 'more than one login each');
  }));

test('of several identities each user of the load takes one in turn', () =>
  inWorld(async (world) => {
    const { login, as } = DOCUMENTS.auth;
    const auth = ['demo-7', 'demo-8'].map((user) => ({
      login: { ...login, json: { ...login.json, user } },
      as,
    }));
    const target = documents(world, { DEMO_PASSWORD: `\${DEMO_PASSWORD}` }, { auth });
    await world.run(`t3-micro upload --duration 5s --vus 3 --sandbox process --target ${target}`, {
      DEMO_PASSWORD: PASSWORD,
    });
    assert.equal(measured(world, 'upload').failed, 0);
    const logins = read(world, 'upload', 'target.log').match(/^demo-\d is here$/gm) ?? [];
    // setup() and teardown() and VU 1, VU 2, VU 3
    assert.deepEqual(logins.sort(), [...Array(4).fill('demo-7 is here'), 'demo-8 is here']);
  }));

test('a login that is refused is said as the cause, and no load is sent', () =>
  inWorld(async (world) => {
    const target = documents(world, { DEMO_PASSWORD: 'another' });
    const { code, stdout } = await world.run(
      `t3-micro soak --duration 5s --sandbox process --target ${target}`,
      { DEMO_PASSWORD: PASSWORD },
    );
    assert.equal(code, 2);
    assert.match(stdout, /soak +unknown +.*login: \/login returned no token at .* \(status 400\)/);
  }));

test('an upload whose answer has no id where the target file says is not blamed on the service', () =>
  inWorld(async (world) => {
    const routes = {
      ...DOCUMENTS.routes,
      upload: { ...DOCUMENTS.routes.upload, id: { json: 'document.id' } },
    };
    const target = documents(world, { DEMO_PASSWORD: `\${DEMO_PASSWORD}` }, { routes });
    const { code, stdout } = await world.run(
      `t3-micro upload --duration 5s --vus 2 --sandbox process --target ${target}`,
      { DEMO_PASSWORD: PASSWORD },
    );
    assert.equal(code, 2);
    assert.match(stdout, /upload +unknown/);
    assert.match(read(world, 'upload', 'k6.log'), /without an id at .*correct routes.upload.id/);
  }));

test('a secret that is not there, or in plain text, is refused before anything is started', () =>
  inWorld(async (world) => {
    const target = documents(world, {});
    const unset = await world.run(`t3-micro soak --target ${target}`, { DEMO_PASSWORD: '' });
    assert.equal(unset.code, 64);
    assert.match(unset.stderr, /\/auth\/login\/json\/password needs the environment variable DEMO_PASSWORD/);
    const plain = await world.run(
      `t3-micro soak --target ${documents(world, {}, { auth: { bearer: PASSWORD } })}`,
    );
    assert.equal(plain.code, 64);
    assert.match(plain.stderr, /\/auth\/bearer is a secret in plain text/);
    assert.equal(plain.stderr.includes(PASSWORD), false);
    assert.deepEqual(filesBelow(world.results), []);
  }));

function documents(world: World, env: Record<string, string>, more: object = {}): string {
  return world.target('documents', env, { ...DOCUMENTS, ...more });
}

function measured(world: World, scenario: string) {
  const { metrics } = JSON.parse(read(world, scenario, 'summary.json'));
  const statOf = (metric: string, stat: string) => metrics[metric]?.values[stat] ?? 0;
  return {
    failed: statOf('op_failed', 'rate'),
    operations: statOf('op_duration', 'count'),
    exceptions: statOf('iteration_exceptions', 'count'),
    checked: { bytes: statOf('bytes_checked', 'count'), lists: statOf('lists_checked', 'count') },
  };
}

function read(world: World, scenario: string, file: string): string {
  return readFileSync(join(world.results, 'latest', 't3-micro', scenario, file), 'utf8');
}

function filesBelow(folder: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name));
  } catch {
    return []; // nothing was started, so there is no folder
  }
}
