import assert from 'node:assert/strict';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { PROJECT_ROOT } from '../root.ts';
import { tempFolder } from '../testing/temp-folder.ts';
import { type Bundler, bundleFolders, makeBundles, useBundles } from './bundles.ts';
import { bundleOf, loadScenarios } from './scenarios.ts';

const { bundleIn }: { bundleIn: Bundler } = await import(
  pathToFileURL(join(PROJECT_ROOT, 'src/build/in-package.mjs')).href
);

const MINE = `
  import { ERROR_RATE, k6Program, ping, type Scenario } from 'burstbox/k6';
  export const scenario: Scenario = {
    suite: 'mine', about: 'mine', thinkSeconds: 1, needs: ['ping'], limits: [ERROR_RATE],
    shape: [{ phase: 'steady', move: 'hold', seconds: 30, level: 1 }],
  };
  export const { options, setup, teardown, handleSummary, run } = k6Program(scenario, { iterate: ping });
  export default run;
`;

/** What burstbox brings is bundled by every build, and need not be here. */
const withoutBrought: Bundler = async (wish) =>
  wish.base === PROJECT_ROOT
    ? { files: [{ name: 'ping.js', contents: Buffer.from('ping') }], scenarios: {} }
    : await bundleIn(wish);

test('bundles are kept in the cache: what burstbox brings once, own scripts as they are now', async (t) => {
  const before = bundleFolders();
  t.after(() => useBundles(before));
  const folder = await tempFolder(t);
  const own = join(folder, 'shop', 'burstbox');
  const env = { HOME: folder };
  mkdirSync(join(own, 'scripts'), { recursive: true });
  const script = (name: string, text: string) => writeFileSync(join(own, 'scripts', name), text);
  script('mine.ts', MINE);
  script('mine.test.ts', 'no scenario');
  script('mine.d.ts', 'export {};');
  useBundles(await makeBundles(withoutBrought, env, own));
  const cache = join(folder, '.cache', 'burstbox', 'bundles');
  assert.deepEqual(
    loadScenarios().map(({ name, suite }) => `${suite}: ${name}`),
    ['mine: mine'],
  );
  assert.ok(bundleOf('mine').startsWith(join(cache, 'own-')));
  assert.match(readFileSync(bundleOf('mine'), 'utf8'), /sourceMappingURL/);
  assert.match(bundleOf('ping'), /bundles[^o]*\/scripts\/ping\.js$/);

  const old = new Date(1e12);
  for (const path of [bundleOf('mine'), bundleOf('ping')]) utimesSync(path, old, old);
  const [mine, ping] = [bundleOf('mine'), bundleOf('ping')];
  script('other.ts', MINE);
  useBundles(await makeBundles(withoutBrought, env, own));
  assert.equal(statSync(mine).mtimeMs, old.getTime(), 'what has not changed is not written again');
  assert.equal(statSync(ping).mtimeMs, old.getTime());
  assert.deepEqual(
    loadScenarios().map(({ name }) => name),
    ['mine', 'other'],
  );
  script('other.ts', "import 'node:fs'; import './none.ts';");
  await assert.rejects(makeBundles(withoutBrought, env, own), {
    code: 'build',
    message:
      'build: burstbox/scripts/other.ts:1: scripts run inside k6 and may not import node:fs; they may import k6, burstbox/k6, and files of yours by a relative path (and 1 more)',
  });
  useBundles(await makeBundles(withoutBrought, env, join(folder, 'none')));
  assert.deepEqual(loadScenarios(), []);
  assert.deepEqual(
    readdirSync(cache).filter((name) => name.includes('part')),
    [],
  );
});

test('a bundle whose script is gone goes too', async (t) => {
  const before = bundleFolders();
  t.after(() => useBundles(before));
  const folder = await tempFolder(t);
  const own = join(folder, 'burstbox');
  mkdirSync(join(own, 'scripts'), { recursive: true });
  const bundler: Bundler = async (wish) => ({
    files: readdirSync(wish.folder).map((name) => ({
      name: name.replace('.ts', '.js'),
      contents: Buffer.from(''),
    })),
    scenarios: {},
  });
  const env = { XDG_CACHE_HOME: folder };
  writeFileSync(join(own, 'scripts', 'one.ts'), '');
  useBundles(await makeBundles(bundler, env, own));
  const one = bundleOf('one');
  assert.ok(existsSync(one));
  writeFileSync(join(own, 'scripts', 'two.ts'), '');
  rmSync(join(own, 'scripts', 'one.ts'));
  useBundles(await makeBundles(bundler, env, own));
  assert.ok(!existsSync(one));
  assert.ok(existsSync(bundleOf('two')));
});

test('a cache that others can write to is not used, since bundles are run', async (t) => {
  const folder = await tempFolder(t);
  writeFileSync(join(folder, 'file'), '');
  const spare = join(folder, `burstbox-${process.getuid?.()}`);
  mkdirSync(spare, { mode: 0o700 });
  const env = { HOME: join(folder, 'file'), TMPDIR: folder };
  const [brought] = await makeBundles(withoutBrought, env, undefined);
  assert.ok(brought?.path.startsWith(spare));
  chmodSync(spare, 0o777);
  await assert.rejects(makeBundles(withoutBrought, env, undefined), {
    code: 'machine',
    message: /^there is no folder to keep bundles in .*can be written to by others.*set XDG_CACHE_HOME/,
  });
});
