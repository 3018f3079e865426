import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { SAMPLE_NAMES } from './contract.ts';
import { evidenceOf, outcomeOf, runOf, summaryOf, verdictOf } from './judge/fixtures.ts';
import { tempFolder } from './provision/fixtures.ts';
import { PROJECT_ROOT } from './root.ts';
import { readValid, whatIsWrong } from './validate.ts';

const PROFILE = { schema: 'burstbox/profile/1', about: 'a box', cpus: 0.5, memoryMib: 512 };

test('a profile that fits has nothing wrong', () => {
  assert.equal(whatIsWrong('profile', PROFILE), undefined);
});

test('a misfit is told with where it is, what is there and what was expected', () => {
  const cases: [object, string][] = [
    [{ ...PROFILE, cpus: '2' }, '/cpus is "2"; expected number'],
    [{ ...PROFILE, cpus: 0.001 }, '/cpus is 0.001; expected >= 0.01'],
    [{ ...PROFILE, memoryMib: 1.5 }, '/memoryMib is 1.5; expected integer'],
    [{ ...PROFILE, memoryMib: 15 }, '/memoryMib is 15; expected >= 16'],
    [
      { ...PROFILE, schema: 'burstbox/profile/9' },
      '/schema is "burstbox/profile/9"; expected "burstbox/profile/1"',
    ],
    [{ ...PROFILE, env: { A: 1 } }, '/env/A is 1; expected string'],
    [{ schema: PROFILE.schema, about: 'a box', cpus: 1 }, 'the file has no "memoryMib", which is required'],
    [[], 'the file is []; expected object'],
  ];
  for (const [value, message] of cases) assert.equal(whatIsWrong('profile', value), message);
});

test('a misspelt key is told before the missing key that it causes', () => {
  const { memoryMib, ...rest } = PROFILE;
  assert.equal(
    whatIsWrong('profile', { ...rest, memoryMb: memoryMib }),
    'the file has an unknown key "memoryMb"; expected one of schema, about, cpus, memoryMib, env',
  );
});

test('of alternatives, exactly one must be there', () => {
  const target = {
    schema: 'burstbox/target/1',
    about: 'x',
    health: '/health',
    routes: { ping: '/ping' },
  };
  const message = '/start must have exactly one of builtin, command, image, dockerfile, compose';
  assert.equal(whatIsWrong('target', { ...target, start: {} }), message);
  assert.equal(whatIsWrong('target', { ...target, start: { image: 'a', command: ['b'] } }), message);
  assert.equal(whatIsWrong('target', { ...target, start: { image: 'a' } }), undefined);
});

test('a route of either form, and what depends on what stands beside it, is told plainly', () => {
  const upload = { style: 'raw', path: '/f' };
  const cases: [object, string][] = [
    [{ ping: 5 }, '/routes/ping is 5; expected string or object'],
    [
      { ping: '/{file}' },
      '/routes/ping is "/{file}"; expected to match pattern "^/([^{}]|\\{(name|id)\\})*$", such as "/files/{name}"',
    ],
    [
      { ping: { path: '/', metod: 'GET' } },
      '/routes/ping has an unknown key "metod"; expected one of path, method, expect, headers',
    ],
    [{ ping: '/', upload: { ...upload, id: 'json' } }, '/routes/upload/id is "json"; expected "text"'],
    [{ ping: '/', upload: { ...upload, id: {} } }, '/routes/upload/id must have exactly one of json, header'],
    [
      { ping: '/', upload: { ...upload, fields: {} } },
      '/routes/upload/fields does not go with what stands beside it; leave it out',
    ],
  ];
  for (const [routes, message] of cases) assert.equal(whatIsWrong('target', targetWith({ routes })), message);
});

test('a secret at the wrong place is not repeated', () => {
  const message = 'is not shown, for it may be secret; expected';
  assert.equal(whatIsWrong('target', targetWith({ auth: 's3cr3t' })), `/auth ${message} object`);
  assert.equal(whatIsWrong('target', targetWith({ auth: { bearer: 53 } })), `/auth/bearer ${message} string`);
  assert.equal(
    whatIsWrong('target', targetWith({ auth: { basic: 's3cr3t' } })),
    `/auth/basic ${message} object`,
  );
});

function targetWith(parts: object): object {
  return { schema: 'burstbox/target/1', about: 'x', health: '/', routes: { ping: '/' }, ...parts };
}

test('a wrong choice is told with all choices', () => {
  const run = { ...runOf(), pace: 'slow' };
  assert.equal(whatIsWrong('run', run), '/pace is "slow"; expected "quick" or "full"');
});

test('a large value is shown cut short', () => {
  const message = whatIsWrong('profile', { ...PROFILE, cpus: 'x'.repeat(10_000) }) ?? '';
  assert.match(message, /^\/cpus is "x{76}…; expected number$/);
});

test('a file that is not there, or is not JSON, is told by its path', async (t) => {
  const missing = join(await tempFolder(t), 'none.json');
  assert.throws(() => readValid('profile', missing), {
    code: 'config',
    message: /ENOENT.*; expected a JSON file$/,
  });
  const broken = join(await tempFolder(t), 'broken.json');
  writeFileSync(broken, '{"cpus": ');
  assert.throws(
    () => readValid('profile', broken),
    (error: Error) => {
      assert.ok(error.message.startsWith(`${broken}: `), error.message);
      return error.message.endsWith('; expected a JSON file');
    },
  );
});

test('a file is named from here when it is below here, and with its schema', async (t) => {
  const file = join(await tempFolder(t), 'p.json');
  writeFileSync(file, JSON.stringify({ ...PROFILE, cpus: -1 }));
  const before = process.cwd();
  t.after(() => process.chdir(before));
  process.chdir(join(file, '..'));
  assert.throws(() => readValid('profile', file), {
    code: 'config',
    message: 'p.json: /cpus is -1; expected >= 0.01; see schema/profile.schema.json',
  });
});

test('a valid file comes back as its content', async (t) => {
  const file = join(await tempFolder(t), 'p.json');
  writeFileSync(file, JSON.stringify(PROFILE));
  assert.deepEqual(readValid('profile', file), PROFILE);
});

test('the records that the code knows fit their published schemas', () => {
  assert.equal(whatIsWrong('run', runOf()), undefined);
  assert.equal(whatIsWrong('outcome', outcomeOf()), undefined);
  assert.equal(whatIsWrong('summary', summaryOf()), undefined);
  for (const sample of evidenceOf().samples) assert.equal(whatIsWrong('sample', sample), undefined);
  const scenario = verdictOf();
  assert.equal(
    whatIsWrong('scenario-verdict', { schema: 'burstbox/scenario-verdict/1', ...scenario }),
    undefined,
  );
});

test('the schema of a sample has the very names of the contract', () => {
  const file = join(PROJECT_ROOT, 'schema', 'sample.schema.json');
  const { properties } = JSON.parse(readFileSync(file, 'utf8'));
  assert.deepEqual(Object.keys(properties.values.properties), [...SAMPLE_NAMES]);
});
