import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { test } from 'node:test';
import { writeExported } from '../../export/files.ts';
import { githubFiles, type Repository } from '../../export/github/github.ts';
import { wishes } from '../../export/github/played.ts';
import { OPTIONS } from '../../plan/fixtures.ts';
import { PROJECT_ROOT } from '../../root.ts';
import { tempFolder } from '../../testing/temp-folder.ts';
import { parseArguments } from '../arguments/arguments.ts';
import { githubWorkflows } from './export-github.ts';

const { YAML } = createRequire(import.meta.url)('zx') as typeof import('zx');

interface Workflow {
  name: string;
  on: Record<string, unknown>;
  permissions: object;
  jobs: { burstbox: { 'timeout-minutes': number; steps: Record<string, unknown>[] } };
}

const REPOSITORY: Repository = {
  program: 'npx burstbox',
  folder: 'services/shop',
  packages: { folder: '.', install: ['npm ci'], lockFile: 'package-lock.json' },
  node: '22',
  results: 'services/shop/burstbox/results',
  secrets: ['API_TOKEN'],
  isProgram: true,
};

function exported(names: string[], target = 'reference') {
  const options = { ...OPTIONS, target };
  return githubWorkflows(names, { ...parseArguments(['list']), argv: [], options }, PROJECT_ROOT);
}

function parsed(text: string): Workflow {
  return YAML.parse(text) as Workflow;
}

test('the workflows of this project are those that it exports', async (t) => {
  const folder = await tempFolder(t);
  for (const path of writeExported(exported([]), folder, false)) {
    const own = join(PROJECT_ROOT, path.slice(folder.length));
    assert.equal(readFileSync(own, 'utf8'), readFileSync(path, 'utf8'), 'type `node run.mjs export github`');
  }
  const all = readdirSync(join(PROJECT_ROOT, '.github', 'workflows'));
  assert.equal(all.filter((name) => name.startsWith('burstbox-')).length, 4);
});

test('each plays what its name says, long enough, and keeps results and JUnit also of a run that failed', () => {
  const files = exported(['t3-small', 'ping']).map(({ path, text }) => ({ path, ...parsed(text) }));
  assert.deepEqual(
    files.map(({ on, jobs }) => [
      Object.keys(on),
      jobs.burstbox.steps
        .map(({ run }) => run)
        .filter(Boolean)
        .at(-1),
    ]),
    [
      [['pull_request'], 'node run.mjs t3-small ping'],
      [['schedule', 'workflow_dispatch'], 'node run.mjs all --pace full'],
      [['schedule', 'workflow_dispatch'], 'node run.mjs t3-micro soak --duration 4h'],
      [
        ['workflow_dispatch'],
        'node run.mjs t3-micro "$SCENARIO" --vus "$CLIENTS" --duration "$SECONDS_OF_LOAD"s',
      ],
    ],
  );
  const minutes = files.map(({ jobs }) => jobs.burstbox['timeout-minutes']);
  const [pull = 0, nightly = 0, soak = 0] = minutes;
  assert.ok(pull >= 15 && pull <= 20, String(pull));
  assert.ok(nightly > 180 && soak > 240 && Math.max(...minutes) <= 360, String(minutes));
  for (const { permissions, jobs } of files) {
    assert.deepEqual(permissions, { contents: 'read' });
    const kept = jobs.burstbox.steps.filter(({ uses }) =>
      String(uses).startsWith('actions/upload-artifact@'),
    );
    assert.deepEqual(
      kept.map(({ if: when }) => when),
      ['always()', 'always()'],
    );
    assert.match(JSON.stringify(kept[1]), /results\/\*\*\/junit\.xml/);
  }
});

test('in a folder of a larger repository commands are typed there, and secrets come by name', () => {
  const [pull] = wishes(['t3-micro'], ['--target', "it's"], []).map((wish) => ({ ...wish, minutes: 20 }));
  assert.ok(pull);
  const [file] = githubFiles(REPOSITORY, [pull]);
  assert.equal(file?.path, '.github/workflows/burstbox-services-shop-pull-request.yml');
  const { steps } = parsed(file?.text ?? '').jobs.burstbox;
  assert.deepEqual(steps.slice(1, 5), [
    {
      uses: 'actions/setup-node@v4',
      with: { 'node-version': '22', cache: 'npm', 'cache-dependency-path': 'package-lock.json' },
    },
    { run: 'npm ci' },
    { run: 'sudo loginctl enable-linger "$USER"' },
    {
      run: "npx burstbox t3-micro --target $'it\\'s'",
      'working-directory': 'services/shop',
      env: { API_TOKEN: '$' + '{{ secrets.API_TOKEN }}' },
    },
  ]);
  assert.match(file?.text ?? '', /^# .*\n# Add what builds the service before the step/);
});

test('inputs reach the shell as variables, never as part of the command', () => {
  const text = exported([]).find(({ path }) => path.includes('catalog'))?.text ?? '';
  const { jobs, on } = parsed(text);
  const runs = jobs.burstbox.steps.map(({ run }) => String(run));
  assert.ok(!runs.some((run) => run.includes('{{')), runs.join('\n'));
  assert.match(JSON.stringify(on), /"options":\["catalog","catalog\/concurrent-writers"/);
});

test('what the target has no routes for is left out', async (t) => {
  const folder = await tempFolder(t);
  const file = join(folder, 'shop.json');
  mkdirSync(join(folder, 'data'));
  const target = { schema: 'burstbox/target/1', about: 'shop', health: '/', routes: { ping: '/' } };
  writeFileSync(
    file,
    JSON.stringify({ ...target, start: { command: ['./shop'], env: { KEY: '$' + '{SHOP_KEY}' } } }),
  );
  const files = exported([], file);
  assert.deepEqual(
    files.map(({ path }) => path.replace(/.*\//, '')),
    ['burstbox-pull-request.yml', 'burstbox-nightly.yml'],
  );
  assert.match(files[0]?.text ?? '', /SHOP_KEY: \$\{\{ secrets\.SHOP_KEY \}\}/);
});
