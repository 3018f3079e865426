/** build.mjs: what it says of a script that does not fit, and bundles that run alone. The walls: src/build/walls.test.ts. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import { promisify } from 'node:util';
import { K6 } from '../../provision/k6.ts';
import { provision } from '../../provision/provision.ts';
import { PROJECT_ROOT } from '../../root.ts';
import { freePort } from '../../sandbox/free-port.ts';
import { copyOfProject, startReference } from './cli.ts';

const run = promisify(execFile);

const CROSSINGS: [what: string, file: string, text: string, says: RegExp][] = [
  [
    'a script that imports Node',
    'scripts/bad.ts',
    "import 'node:fs';",
    /^burstbox: build: scripts\/bad\.ts:1: scripts run inside k6 and may not import node:fs; .*\n$/,
  ],
  [
    'a script that imports the orchestrator',
    'scripts/bad.ts',
    "import '../src/text/spelling.ts';",
    /src\/text\/spelling\.ts is behind a wall: scripts\/bad\.ts imports it, and the scripts program may import only /,
  ],
  [
    'a script without a declaration',
    'scripts/bad.ts',
    'export default function () {}',
    /scripts\/bad\.ts does not export `scenario`/,
  ],
  [
    'a script without the exports of a k6 program',
    'scripts/bad.ts',
    'export const scenario = {};',
    /scripts\/bad\.ts does not export `options`; expected scenario, options, setup, /,
  ],
  [
    'a script that throws when it is loaded',
    'scripts/bad.ts',
    'throw new Error("no such mark");',
    /scripts\/bad\.ts throws when it is loaded: no such mark/,
  ],
];

describe('builds that fail, side by side', { concurrency: 2 }, () => {
  for (const [what, file, text, says] of CROSSINGS)
    test(`${what} fails the build`, async () => {
      const copy = copyOfProject({ [file]: text });
      try {
        const failed = await run('node', ['build.mjs'], { cwd: copy.folder }).catch((error) => error);
        assert.equal(failed.code, 64);
        assert.match(failed.stderr, says);
        assert.match(failed.stderr, /^burstbox: build: /);
      } finally {
        copy.end();
      }
    });
});

const BUNDLES = readdirSync(join(PROJECT_ROOT, 'scripts'))
  .filter((file) => file.endsWith('.ts'))
  .map((file) => file.replace(/\.ts$/, ''));
let k6 = '';

before(async () => {
  k6 = (await provision(K6, { root: PROJECT_ROOT, progress: () => {} })).path;
});

describe('bundles, side by side', { concurrency: 2 }, () => {
  for (const name of BUNDLES)
    test(`the bundle of ${name} runs alone with k6 run, and leaves no file on the service`, async () => {
      const service = await startReference(await freePort());
      try {
        const { stdout } = await run(k6, [
          ...['run', '--quiet', '--no-usage-report'],
          ...['-e', `BASE_URL=${service.url}`, '-e', 'DURATION=5', '-e', 'VUS=5', '-e', 'RATE=5'],
          join(PROJECT_ROOT, 'dist', 'scripts', `${name}.js`),
        ]);
        assert.match(stdout, /iterations +count=[1-9]/);
        assert.match(stdout, /op_failed +.*\brate=0(\s|$)/m);
        const list = (await (await fetch(`${service.url}/files`)).json()) as { files: unknown[] };
        assert.deepEqual(list.files, []);
      } finally {
        await service.stop();
      }
    });
});

test('a bundle can be loaded for a target that has one route alone', async () => {
  for (const name of BUNDLES) {
    const bundle = join(PROJECT_ROOT, 'dist', 'scripts', `${name}.js`);
    await run(k6, ['inspect', '-e', 'ROUTES={"ping":"/ping"}', bundle]);
  }
});

const BAD_PARAMETERS: [parameter: string, says: RegExp][] = [
  ['PACE=slow', /PACE is \\?"slow\\?"; expected quick or full/],
  ['RATE=0', /RATE is \\?"0\\?"; expected a number of at least 1/],
  ['SHAPE=[{"phase":"level"}]', /leg 0 of SHAPE is .*; expected legs such as /],
];

for (const [parameter, says] of BAD_PARAMETERS)
  test(`a bundle that runs alone with ${parameter} says what is wrong, and k6 ends with 107`, async () => {
    const bundle = join(PROJECT_ROOT, 'dist', 'scripts', 'ping.js');
    const failed = await run(k6, ['run', '--quiet', '-e', parameter, bundle]).catch((error) => error);
    assert.equal(failed.code, 107);
    assert.match(failed.stderr, says);
  });
