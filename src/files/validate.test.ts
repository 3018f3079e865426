import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { SAMPLE_NAMES } from '../contract/contract.ts';
import { evidenceOf, outcomeOf, runOf, summaryOf, verdictOf } from '../judge/fixtures.ts';
import { PROJECT_ROOT } from '../root.ts';
import { cpuMs } from '../testing/cost.ts';
import { tempFolder } from '../testing/temp-folder.ts';
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
    'the file has an unknown key "memoryMb" (did you mean "memoryMib"?); expected one of schema, about, cpus, memoryMib, env',
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
  assert.equal(whatIsWrong('target', { ...target, start: {} }), `${message}, and has none of them`);
  const both = { image: 'a', command: ['b'] };
  assert.equal(whatIsWrong('target', { ...target, start: both }), `${message}, and has command and image`);
  assert.equal(whatIsWrong('target', { ...target, start: { image: 'a' } }), undefined);
});

test('a route of either form, and what depends on what stands beside it, is told plainly', () => {
  const upload = { style: 'raw', path: '/f' };
  const cases: [object, string][] = [
    [{ ping: 5 }, '/routes/ping is 5; expected string or object, such as "/files/{name}"'],
    [
      { ping: '/{file}' },
      `/routes/ping is "/{file}"; expected a path that begins with a slash; {name} in it stands for the file's name, {id} for its id, and \${NAME} for a secret in an environment variable; others there are none, such as "/files/{name}"`,
    ],
    [
      { ping: { path: '/', metod: 'GET' } },
      '/routes/ping has an unknown key "metod" (did you mean "method"?); expected one of path, method, expect, headers',
    ],
    [
      { ping: '/', upload: { ...upload, id: 'json' } },
      '/routes/upload/id is "json"; expected "text" or an object',
    ],
    [
      { ping: '/', upload: { ...upload, id: {} } },
      '/routes/upload/id must have exactly one of json, header, and has none of them',
    ],
    [
      { ping: '/', upload: { ...upload, fields: {} } },
      '/routes/upload/fields cannot be combined with the keys next to it; leave it out',
    ],
  ];
  for (const [routes, message] of cases) assert.equal(whatIsWrong('target', targetWith({ routes })), message);
});

test('what a user may get wrong at the start of a service is told with what was expected', () => {
  const cases: [object, string][] = [
    [
      { command: './server --port' },
      '/start/command is "./server --port"; expected array, such as ["./server","--port","{port}"]',
    ],
    [
      { command: [] },
      '/start/command is []; expected at least 1 in it, such as ["./server","--port","{port}"]',
    ],
    [{ command: ['x'], port: '8080' }, '/start/port is "8080"; expected integer, such as 8080'],
    [
      { command: ['x'], env: { 'a-b': '1' } },
      '/start/env has a key "a-b"; expected the name of an environment variable, such as "DATABASE_URL"',
    ],
    [{ compose: 'compose.yaml' }, '/start/compose is "compose.yaml"; expected object'],
    [{ compose: { file: 'c.yaml' } }, '/start/compose has no "service", which is required'],
    [
      { compose: { file: 'c.yaml', services: 'web' } },
      '/start/compose has an unknown key "services" (did you mean "service"?); expected one of file, service',
    ],
  ];
  for (const [start, message] of cases) assert.equal(whatIsWrong('target', targetWith({ start })), message);
});

test('every field of a target file is described, for editors and for messages', () => {
  const schema = JSON.parse(readFileSync(join(PROJECT_ROOT, 'schema', 'target.schema.json'), 'utf8'));
  assert.deepEqual(undescribed(schema, schema.definitions), []);
});

test('a secret at the wrong place is not repeated', () => {
  const message = 'is not shown, because it may be secret; expected';
  assert.equal(whatIsWrong('target', targetWith({ auth: 's3cr3t' })), `/auth ${message} object or array`);
  assert.equal(whatIsWrong('target', targetWith({ auth: { bearer: 53 } })), `/auth/bearer ${message} string`);
  assert.equal(
    whatIsWrong('target', targetWith({ auth: { basic: 's3cr3t' } })),
    `/auth/basic ${message} object`,
  );
});

interface Node {
  description?: string;
  $ref?: string;
  properties?: Record<string, Node>;
}

/** Fields without a description of their own or of their definition; conditions (if, then, else) describe nothing. */
function undescribed(node: unknown, definitions: Record<string, Node>, at = ''): string[] {
  if (typeof node !== 'object' || node === null) return [];
  const { properties = {} } = node as Node;
  const isCondition = /\/(if|then|else)$/.test(at);
  const own = Object.entries(properties).flatMap(([name, { description, $ref = '' }]) => {
    const known = description ?? definitions[$ref.slice($ref.lastIndexOf('/') + 1)]?.description;
    return known === undefined && !isCondition ? [`${at}/${name}`] : [];
  });
  return [
    ...own,
    ...Object.entries(node).flatMap(([key, each]) => undescribed(each, definitions, `${at}/${key}`)),
  ];
}

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
    message: /none\.json: there is no such file$/,
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

test('of very many wrong entries the first is told, and at once', () => {
  const target = {
    schema: 'burstbox/target/1',
    about: 'x',
    health: '/h',
    start: { command: ['x'] },
    routes: { ping: '/p' },
  };
  const wrong = (entries: number) => ({
    ...target,
    auth: Array.from({ length: entries }, () => ({ bad: 1 })),
  });
  const costOf = (value: object) =>
    cpuMs(() => assert.match(whatIsWrong('target', value) ?? '', /^\/auth\/0 /));
  costOf(wrong(10)); // compiles
  const many = wrong(50_000);
  assert.ok(
    costOf(many) <
      20 *
        Math.max(
          costOf(wrong(1000)),
          cpuMs(() => JSON.stringify(many)),
        ),
  );
});
