/** The package in a repository that is not ours: all that is there is what `npm pack` put in and what it depends on. */
import assert from 'node:assert/strict';
import { type ExecFileException, execFile, execFileSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { before, test } from 'node:test';
import { K6 } from '../../provision/k6.ts';
import { provision } from '../../provision/provision.ts';
import { PROJECT_ROOT } from '../../root.ts';
import type { RunRecord, Verdict } from '../../store/records/records.ts';
import { tempFolder } from '../temp-folder.ts';

const MAX_BYTES = 1_500_000;
const SHELF = join(PROJECT_ROOT, 'src', 'testing', 'e2e', 'services', 'shelf.mjs');
const DECLARED = JSON.parse(readFileSync(join(PROJECT_ROOT, 'package.json'), 'utf8'));

const MINE = `import { check } from 'k6';
import { ERROR_RATE, k6Program, operate, p95, type Scenario } from 'burstbox/k6';
import { PATH } from '../lib/path.ts';

export const scenario: Scenario = {
  suite: 'ours',
  about: 'health, by 2 users',
  shape: [{ phase: 'steady', move: 'hold', seconds: 60, level: 2 }],
  thinkSeconds: 0.1,
  needs: [],
  limits: [p95('health', 1000, 3000), ERROR_RATE],
};

export const { options, setup, teardown, handleSummary, run } = k6Program(scenario, {
  iterate() {
    const reply = operate({ op: 'health', method: 'GET', path: PATH, expect: [200], keep: 'text' });
    check(reply, { 'says ok': (each) => each?.body === '{"ok":true}' });
  },
});
export default run;
`;

let k6: string;

before(async () => {
  k6 = (await provision(K6, { root: PROJECT_ROOT, progress: () => {} })).path;
});

test('a packed burstbox examines a service of a foreign repository and plays its own scenario there', async (t) => {
  const folder = await tempFolder(t);
  const shop = join(folder, 'shop');
  mkdirSync(join(shop, 'src', 'deep'), { recursive: true });
  mkdirSync(join(shop, '.git'));
  writeFileSync(join(shop, 'package.json'), '{ "type": "commonjs" }');
  cpSync(SHELF, join(shop, 'shelf.mjs'));
  const { tarball, installed } = packedInto(folder, shop);
  assert.ok(statSync(tarball).size <= MAX_BYTES, `${statSync(tarball).size} bytes`);
  const asInstalled = listed(installed);
  assert.ok(!asInstalled.some((file) => /\.test\.ts|fixtures|^src\/judge/.test(file)));
  assert.ok(asInstalled.some((file) => file.startsWith('src/provision/k6-source/go.mod')));

  const env = {
    ...{ PATH: process.env.PATH, K6_BIN: k6, OPEN: '1', GITHUB_STEP_SUMMARY: '' },
    ...{ HOME: folder, TMPDIR: folder, XDG_STATE_HOME: join(folder, 'state') },
  };
  const burstbox = (words: string, cwd = shop) => ended(join(installed, 'burstbox.mjs'), words, cwd, env);

  const help = await burstbox('--help');
  assert.match(help.stdout, /Usage: npx burstbox NAME.*default: burstbox\/results/s);

  const init = await burstbox('init -- node ./shelf.mjs');
  assert.equal(init.code, 0, init.stderr);
  assert.equal(init.stdout, 'burstbox/targets/service.json\n');
  assert.match(
    init.stderr,
    /init: made burstbox\/targets\/\ninit: added the line \/burstbox\/results\/ to \.gitignore/,
  );
  assert.match(init.stderr, /init: next: npx burstbox t3-micro ping upload\n/);
  const target = JSON.parse(readFileSync(join(shop, 'burstbox', 'targets', 'service.json'), 'utf8'));
  assert.equal(target.$schema, '../../node_modules/burstbox/schema/target.schema.json');

  mkdirSync(join(shop, 'burstbox', 'scripts'));
  mkdirSync(join(shop, 'burstbox', 'lib'));
  writeFileSync(join(shop, 'burstbox', 'scripts', 'health.ts'), MINE);
  writeFileSync(join(shop, 'burstbox', 'lib', 'path.ts'), "export const PATH = '/healthz';\n");
  assert.equal(typeErrors(shop), '');

  const deep = join(shop, 'src', 'deep');
  const run = await burstbox('t3-micro health --duration 5s --sandbox process', deep);
  // Nothing enforces the limits here, so that no speed is judged.
  assert.equal(run.code, 2, run.stderr);
  assert.match(run.stdout, /report: {2}\.\.\/\.\.\/burstbox\/results\/\S+\/report\.html\n$/);
  const stored = (file: string) => readFileSync(join(shop, 'burstbox', 'results', 'latest', file), 'utf8');
  const { target: tested, burstbox: self } = JSON.parse(stored('run.json')) as RunRecord;
  assert.deepEqual([tested.name, self], ['service', { version: DECLARED.version }]);
  const { profiles } = JSON.parse(stored('verdict.json')) as Verdict;
  assert.deepEqual(
    profiles.map(({ name, scenarios }) => [name, scenarios.map((each) => each.name)]),
    [['t3-micro', ['health']]],
  );
  assert.match(stored('t3-micro/health/summary.json'), /op_duration\{op:health\}/);
  assert.match(stored('report.md'), /`?npx burstbox t3-micro health --duration 5s --sandbox process/);

  assert.deepEqual(listed(installed), asInstalled, 'nothing is written into the package');
  assert.deepEqual(
    readdirSync(folder).filter((name) => /^burstbox-(?!0)/.test(name)),
    [],
    'nothing is left in the temp folder',
  );
});

/** As npm would install it, without asking a registry: what it depends on is taken from this checkout, and nothing else is there. */
function packedInto(folder: string, project: string): { tarball: string; installed: string } {
  execFileSync(process.execPath, [join(PROJECT_ROOT, 'src', 'build', 'types.mjs')]);
  execFileSync('npm', ['pack', '--ignore-scripts', '--silent', '--pack-destination', folder], {
    cwd: PROJECT_ROOT,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const tarball = join(folder, `burstbox-${DECLARED.version}.tgz`);
  const installed = join(project, 'node_modules', 'burstbox');
  mkdirSync(installed, { recursive: true });
  execFileSync('tar', ['-xzf', tarball, '-C', installed, '--strip-components', '1']);
  const { dependencies, scripts } = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8'));
  assert.ok(!Object.keys(scripts).some((name) => /install|^prepare$/.test(name)));
  for (const name of Object.keys(dependencies)) {
    const link = join(project, 'node_modules', name);
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(join(PROJECT_ROOT, 'node_modules', name), link, 'dir');
  }
  return { tarball, installed };
}

/** Files with when they were last written. */
function listed(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((file) => `${file} ${statSync(join(folder, file)).mtimeMs}`)
    .sort();
}

function ended(
  script: string,
  words: string,
  cwd: string,
  env: NodeJS.ProcessEnv,
): Promise<{ code: number; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [script, ...words.split(' ')], { cwd, env }, (error, stdout, stderr) => {
      const code = (error as ExecFileException | null)?.code ?? 0;
      resolve({ code: Number(code), stdout, stderr });
    });
  });
}

/** What the compiler says of the scenarios of a project that is strict. */
function typeErrors(project: string): string {
  const compilerOptions = {
    ...{
      strict: true,
      noUncheckedIndexedAccess: true,
      exactOptionalPropertyTypes: true,
      isolatedModules: true,
    },
    ...{ module: 'esnext', moduleResolution: 'bundler', target: 'es2022', noEmit: true, declaration: true },
    ...{ allowImportingTsExtensions: true, skipLibCheck: true, types: [] },
  };
  writeFileSync(join(project, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['burstbox'] }));
  const tsc = join(PROJECT_ROOT, 'node_modules', 'typescript', 'bin', 'tsc');
  assert.ok(existsSync(tsc));
  try {
    execFileSync(process.execPath, [tsc, '-p', project], { encoding: 'utf8' });
    return '';
  } catch (error) {
    return String((error as { stdout: string }).stdout);
  }
}
