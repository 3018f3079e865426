import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { tempFolder } from '../testing/temp-folder.ts';
import { s3Config } from './s3-config.ts';

const SCHEMA = 'burstbox/s3-config/1';

async function fileWith(t: TestContext, name: string, text: string): Promise<string> {
  const file = join(await tempFolder(t), name);
  writeFileSync(file, text);
  return file;
}

test('JSON and YAML say the same, and the environment goes before both', async (t) => {
  const json = await fileWith(t, 'load.json', JSON.stringify({ schema: SCHEMA, users: 8, spawnRate: 2 }));
  const yaml = await fileWith(t, 'load.yaml', `schema: ${SCHEMA}\nusers: 8\nspawnRate: 2 # a second\n`);
  for (const file of [json, yaml]) {
    const { users, spawnRate } = s3Config(file, {});
    assert.deepEqual([users, spawnRate], [8, 2]);
    assert.equal(s3Config(file, { S3_USERS: '3' }).users, 3);
  }
  assert.deepEqual(s3Config(undefined, {}), {});
});

test('every mistake is told with its place, the value and what was expected', async (t) => {
  const refused = async (config: object | string, message: RegExp) => {
    const text = typeof config === 'string' ? config : JSON.stringify({ schema: SCHEMA, ...config });
    const file = await fileWith(t, typeof config === 'string' ? 'l.yml' : 'l.json', text);
    assert.throws(() => s3Config(file, {}), { name: 'BurstboxError', code: 'config', message });
  };
  await refused({ users: 0 }, /l\.json: \/users is 0; expected/);
  await refused({ user: 5 }, /"user"/);
  await refused({ scenarios: { mixed: { mix: { get: 1 } } } }, /\/scenarios\/mixed\/mix .*put/);
  await refused(
    { scenarios: { mixed: { mix: { put: 5, delete: 6 } } } },
    /\/scenarios\/mixed\/mix\/delete is 6; expected no more than "put" \(5\)/,
  );
  await refused(
    { scenarios: { mixed: { sizes: { small: { share: 1, bytes: [900, 300] } } } } },
    /\/scenarios\/mixed\/sizes\/small\/bytes is \[900, 300\]; expected the smaller one first/,
  );
  await refused({ scenarios: { metadata: { keys: 5 } } }, /"keys"/);
  await refused('users: [1,', /l\.yml: .*; expected YAML$/);
  assert.throws(() => s3Config(undefined, { S3_USERS: 'many' }), {
    message: /^the environment variable S3_USERS is "many"; expected a whole number from 1 to 50000$/,
  });
});
