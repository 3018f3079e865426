import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { TargetAuth, TargetRoutes } from '../../contract/contract.ts';
import { hideInOwnText, hideSecrets } from '../../secrets/secrets.ts';
import { tempFolder } from '../../testing/temp-folder.ts';
import { refusePlainSecrets, withSecrets } from './secrets.ts';
import { loadTarget, type Target } from './targets.ts';

const ROUTES: TargetRoutes = { ping: '/ping' };
const SECRET = 's3cr3t';

function target(parts: Partial<Target>): Target {
  return { name: 'shop', about: 'x', health: '/', routes: ROUTES, probes: {}, ...parts };
}

test('a name of an environment variable becomes its value wherever requests are described', () => {
  const routes = {
    ping: { path: '/ping', headers: { 'X-Api-Key': `\${KEY}` } },
    upload: { style: 'multipart', path: '/f', fields: { owner: `\${KEY}-and-\${KEY}`, title: '{name}' } },
  } satisfies TargetRoutes;
  const start = { command: ['./run', `\${KEY}`], cwd: '/', env: { DATABASE: `pg:\${KEY}` } };
  const auth = {
    login: { path: '/l', json: { deep: [{ password: `\${KEY}` }, 1, null] }, token: { json: 't' } },
  };
  const filled = withSecrets(target({ routes, auth, start }), [], { KEY: SECRET });
  assert.deepEqual(filled.routes, {
    ping: { path: '/ping', headers: { 'X-Api-Key': SECRET } },
    upload: { style: 'multipart', path: '/f', fields: { owner: `${SECRET}-and-${SECRET}`, title: '{name}' } },
  });
  assert.deepEqual(filled.auth, {
    login: { path: '/l', json: { deep: [{ password: SECRET }, 1, null] }, token: { json: 't' } },
  });
  assert.deepEqual(filled.start?.env, { DATABASE: `pg:${SECRET}` });
  assert.deepEqual(filled.start?.command, start.command, 'a command line is readable by everyone');
});

test('headers of probes hold secrets too: by name, never in plain text', () => {
  const probes = { headers: { Authorization: `Bearer \${KEY}` } };
  refusePlainSecrets('shop.json', { routes: ROUTES, probes });
  const filled = withSecrets(target({ probeHeaders: probes.headers }), ['--http-debug'], { KEY: SECRET });
  assert.deepEqual(filled.probeHeaders, { Authorization: `Bearer ${SECRET}` });
  assert.throws(
    () => refusePlainSecrets('shop.json', { routes: ROUTES, probes: { headers: { Authorization: SECRET } } }),
    { code: 'config', message: /^shop.json: \/probes\/headers\/Authorization is a secret in plain text/ },
  );
});

test('what a variable holds is not read again for names', () => {
  const filled = withSecrets(target({ auth: { bearer: `\${A}` } }), [], { A: `\${B}$&`, B: 'b' });
  assert.deepEqual(filled.auth, { bearer: `\${B}$&` });
});

test('a target without secrets stays as it is', () => {
  assert.deepEqual(withSecrets(target({}), ['--http-debug'], {}), target({}));
});

test('a variable that is not set, empty, or of several lines is refused by its name', () => {
  const needs = target({ auth: { bearer: `\${API_TOKEN}` } });
  const refused = (env: NodeJS.ProcessEnv, message: RegExp) =>
    assert.throws(
      () => withSecrets(needs, [], env),
      (error: Error & { code?: string }) => {
        assert.equal(error.code, 'config');
        assert.match(error.message, message);
        return !error.message.includes(SECRET);
      },
    );
  refused(
    {},
    /^target "shop": \/auth\/bearer needs the environment variable API_TOKEN, which is not set; set it/,
  );
  refused({ API_TOKEN: '' }, /API_TOKEN, which is empty/);
  refused({ API_TOKEN: `${SECRET}\n` }, /API_TOKEN holds a line break/);
});

test('k6 is not let write the headers of a target with secrets into its log', () => {
  const secret = target({ auth: { bearer: `\${API_TOKEN}` } });
  for (const word of ['--http-debug', '--http-debug=full'])
    assert.throws(() => withSecrets(secret, ['-q', word], { API_TOKEN: SECRET }), {
      code: 'usage',
      message: `--k6-arg=${word} would write the target's secrets into k6.log with all other headers; leave it out`,
    });
});

test('a secret in plain text is refused by its place, and is not repeated', () => {
  const login = { path: '/l', token: { json: 'token' } };
  const cases: [auth: TargetAuth, at: string][] = [
    [{ bearer: SECRET }, '/auth/bearer'],
    [{ basic: { user: 'me', password: SECRET } }, '/auth/basic/password'],
    [{ header: 'X-Key', value: SECRET }, '/auth/value'],
    [{ login: { ...login, json: { user: { userPassword: SECRET } } } }, '/auth/login/json/user/userPassword'],
    [{ login: { ...login, form: { client_secret: SECRET } } }, '/auth/login/form/client_secret'],
  ];
  for (const [auth, at] of cases)
    assert.throws(() => refusePlainSecrets('shop.json', { routes: ROUTES, auth }), {
      code: 'config',
      message: `shop.json: ${at} is a secret in plain text; expected the name of an environment variable that holds it, such as "\${API_TOKEN}"`,
    });
  const headers = { Authorization: SECRET };
  assert.throws(() => refusePlainSecrets('shop.json', { routes: { ping: { path: '/', headers } } }), {
    message: /^shop.json: \/routes\/ping\/headers\/Authorization is a secret in plain text/,
  });
});

test('what only tells where a token is, or how it is sent, is no secret', () => {
  const form = { grant_type: 'password', username: 'me', password: `\${PW}` };
  refusePlainSecrets('shop.json', {
    routes: { ping: { path: '/', headers: { Accept: '*/*' } } },
    auth: {
      login: { path: '/token', form, token: { header: 'X-Token' } },
      as: { header: 'Cookie', value: 'sid={token}' },
    },
  });
});

test('the path of a TLS file that is written by name is no secret, and stays readable in messages', async (t) => {
  const folder = await tempFolder(t);
  const path = join(folder, 'shop.json');
  const tls = { ca: `\${SHOP_TLS}/ca.pem`, cert: `\${SHOP_TLS}/cert.pem`, key: `\${SHOP_TLS}/key.pem` };
  const described = { schema: 'burstbox/target/1', about: 'x', health: '/', routes: ROUTES, tls };
  writeFileSync(path, JSON.stringify({ ...described, baseUrl: 'https://shop.test' }));
  process.env.SHOP_TLS = '/srv/pki/Fq7xW2-kEy-4711';
  t.after(() => delete process.env.SHOP_TLS);
  const { tls: files } = withSecrets(loadTarget(path), []);
  assert.equal(files?.key, '/srv/pki/Fq7xW2-kEy-4711/key.pem');
  const said = '/tls: key /srv/pki/Fq7xW2-kEy-4711/key.pem cannot be read';
  assert.deepEqual([hideSecrets(said), hideInOwnText(said)], [said, said]);
});
