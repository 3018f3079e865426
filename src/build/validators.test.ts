import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { Ajv } from 'ajv';
import { PROJECT_ROOT } from '../root.ts';
import { tempFolder } from '../testing/temp-folder.ts';

interface Validators {
  buildValidators(root: string, dist: string, write: (path: string, contents: string) => void): Promise<void>;
}

const { buildValidators }: Validators = await import(
  pathToFileURL(join(PROJECT_ROOT, 'src/build/validators.mjs')).href
);

const SCHEMAS = join(PROJECT_ROOT, 'schema');

test('every schema is one of JSON Schema draft 7', () => {
  for (const file of readdirSync(SCHEMAS)) {
    const ajv = new Ajv({ strict: false });
    const schema = JSON.parse(readFileSync(join(SCHEMAS, file), 'utf8'));
    assert.ok(ajv.validateSchema(schema), `${file}: ${ajv.errorsText()}`);
  }
});

test('each schema has two validators, and they are compiled anew only when a schema has changed', async (t) => {
  const dist = await tempFolder(t);
  const written = new Map<string, string>();
  const build = () =>
    buildValidators(PROJECT_ROOT, dist, (path, contents) => void written.set(path, contents));
  await build();
  const names = readdirSync(SCHEMAS).map((file) => file.replace('.schema.json', ''));
  assert.deepEqual(
    [...written.keys()].sort(),
    ['key', 'ucs2length.cjs', ...names.flatMap((name) => [`${name}.cjs`, `${name}-all.cjs`])]
      .map((file) => join(dist, 'validators', file))
      .sort(),
  );
  const key = join(dist, 'validators', 'key');
  const text = written.get(key) ?? '';
  mkdirSync(join(dist, 'validators'));
  writeFileSync(key, text);
  written.clear();
  await build();
  assert.deepEqual([...written.keys()], []);
  writeFileSync(key, 'of another schema');
  await build();
  assert.equal(written.size, 2 + 2 * names.length);
});
