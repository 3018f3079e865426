import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { hideSecrets } from '../../secrets/secrets.ts';
import { loadScenarios } from '../scenarios.ts';
import { s3Endpoint } from './s3-environment.ts';
import { withSecrets } from './secrets.ts';
import { suiteTarget } from './suite-target.ts';
import { loadTarget, type Target } from './targets.ts';

const FILE = `# mine
[default]
aws_access_key_id = AKIADEFAULT000000000
aws_secret_access_key=default/secret+key==
[ other ]
AWS_ACCESS_KEY_ID=AKIAOTHER00000000000
aws_secret_access_key = otherSecretKeyOfMine
aws_session_token = token==of=other
region = eu-west-1
[half]
aws_access_key_id = AKIAHALF000000000000
`;

function described(profile: string): Target {
  return { ...loadTarget('s3', 'http://127.0.0.1:9000'), s3: { keys: { profile } } };
}

test('keys come from a profile of the shared credentials file, and are secrets from then on', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 's3-keys-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'credentials');
  writeFileSync(file, FILE);
  const env = { AWS_SHARED_CREDENTIALS_FILE: file };
  const keysOf = (profile: string) => withSecrets(described(profile), [], env).s3?.keys;
  assert.deepEqual(keysOf('default'), {
    accessKey: 'AKIADEFAULT000000000',
    secretKey: 'default/secret+key==',
  });
  assert.deepEqual(keysOf('other'), {
    accessKey: 'AKIAOTHER00000000000',
    secretKey: 'otherSecretKeyOfMine',
    sessionToken: 'token==of=other',
  });
  assert.equal(hideSecrets('x default/secret+key== y token==of=other z'), 'x *** y *** z');
  const fails = (profile: string, message: RegExp, given: NodeJS.ProcessEnv = env) =>
    assert.throws(() => withSecrets(described(profile), [], given), { code: 'config', message });
  fails('half', /has no aws_secret_access_key in its section \[half\]/);
  fails('none', /has no section \[none\]/);
  fails('default', /credentials is not there; make it/, { HOME: folder });
});

test('a server that burstbox starts has keys of its own, and asks for none', () => {
  const of = () => withSecrets(loadTarget('s3'), [], {});
  const [one, other] = [of(), of()];
  const keys = one.s3?.keys;
  assert.ok(keys !== undefined && 'accessKey' in keys);
  assert.notDeepEqual(keys, other.s3?.keys);
  assert.deepEqual(one.start?.env, {
    ROOT_ACCESS_KEY_ID: keys.accessKey,
    ROOT_SECRET_ACCESS_KEY: keys.secretKey,
  });
  assert.equal(hideSecrets(keys.secretKey), '***');
});

test('keys of the environment come with their session token where there is one', () => {
  const env = {
    AWS_ACCESS_KEY_ID: 'AKIAENV0000000000000',
    AWS_SECRET_ACCESS_KEY: 'secret-of-the-environment',
  };
  const at = loadTarget('s3', 'http://127.0.0.1:9000');
  assert.deepEqual(Object.keys(withSecrets(at, [], env).s3?.keys ?? {}), ['accessKey', 'secretKey']);
  const token = { ...env, AWS_SESSION_TOKEN: 'token-of-the-environment' };
  assert.deepEqual(withSecrets(at, [], token).s3?.keys, {
    accessKey: 'AKIAENV0000000000000',
    secretKey: 'secret-of-the-environment',
    sessionToken: 'token-of-the-environment',
  });
  const { AWS_ACCESS_KEY_ID: _, ...half } = env;
  assert.throws(() => withSecrets(at, [], half), {
    code: 'config',
    message: /needs the environment variable AWS_ACCESS_KEY_ID/,
  });
  assert.equal(withSecrets(at, [], {}).s3?.keys, undefined, 'an endpoint without keys');
});

test('where only scenarios of object storage are named, its server is tested', () => {
  const scenarios = loadScenarios();
  const chosen = (names: string[], target = 'reference', isNamed = false) =>
    suiteTarget(names, { target, isNamed }, scenarios);
  assert.equal(chosen(['s3', 't3-micro']), 's3');
  assert.equal(chosen(['s3/small-objects']), 's3');
  assert.equal(chosen(['t3-micro']), 'reference');
  assert.equal(chosen(['s3', 'ping']), 'reference');
  assert.equal(chosen(['s3', 'all']), 'reference');
  assert.equal(chosen(['s3'], 'mine.json'), 'mine.json');
  assert.equal(chosen(['s3'], 'reference', true), 'reference');
});

test('where the usual target is follows from the environment; a server that we start, and a file, go by themselves', () => {
  const env = {
    S3_ENDPOINT: 'http://127.0.0.1:9000',
    S3_BUCKET: 'load-test',
    AWS_DEFAULT_REGION: 'eu-west-1',
  };
  assert.equal(s3Endpoint('s3', env), 'http://127.0.0.1:9000');
  assert.equal(s3Endpoint('mine.json', env), undefined);
  assert.throws(() => s3Endpoint('s3', { S3_ENDPOINT: 'minio' }), { code: 'config', message: /S3_ENDPOINT/ });
  const placeOf = (target: Target, more = {}) => {
    const { region, bucket } = withSecrets(target, [], { ...env, ...more }).s3 ?? {};
    return [region, bucket];
  };
  assert.deepEqual(placeOf(loadTarget('s3', env.S3_ENDPOINT)), ['eu-west-1', 'load-test']);
  assert.deepEqual(placeOf({ ...loadTarget('s3', env.S3_ENDPOINT), name: 'mine', s3: {} }), [
    undefined,
    undefined,
  ]);
  assert.deepEqual(placeOf(loadTarget('s3')), [undefined, undefined]);
  assert.throws(
    () => placeOf(loadTarget('s3', env.S3_ENDPOINT), { S3_BUCKET: 'A/b' }),
    /S3_BUCKET is "A\/b"/,
  );
});
