import assert from 'node:assert/strict';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import * as esbuild from 'esbuild';
import { tempFolder } from '../testing/temp-folder.ts';
// @ts-expect-error a module of the build, which has no types
import { lateModules } from './late-modules.mjs';
// @ts-expect-error as above
import { bundle, scriptOptions } from './script-options.mjs';

const SRC = join(import.meta.dirname, '..');
const LOOK = join(SRC, 'shared', 'request', 'error-in-success.ts');
const OPERATION = join(SRC, 'k6', 'operation.ts');

test('a late module does what it does elsewhere, and is not run through before it is called', async (t) => {
  const bundled = await bundledOf(
    t,
    `import { isErrorAnswer } from ${JSON.stringify(LOOK)}; globalThis.seen = []; export { isErrorAnswer };`,
  );
  const text = bundled.replace('function make() {', '$& globalThis.seen.push("made");');
  const { isErrorAnswer } = await import(
    `data:text/javascript;base64,${Buffer.from(text).toString('base64')}`
  );
  const { seen } = globalThis as unknown as { seen: string[] };
  assert.deepEqual(seen, []);
  assert.equal(isErrorAnswer({ headers: {}, body: '{"error":"disk full"}' }, undefined), true);
  assert.equal(isErrorAnswer({ headers: {}, body: 'ok' }, undefined), false);
  assert.deepEqual(seen, ['made']);
});

test('what is kept, as metrics are, is there once for what is late and what is not', async (t) => {
  const text = await bundledOf(t, `export { operate } from ${JSON.stringify(OPERATION)};`);
  const counted = (words: RegExp) => text.match(words)?.length;
  assert.equal(counted(/function make\d*\(\) \{/g), 3, 'trouble, prepared parameters, plain metrics');
  assert.equal(counted(/= seldomCounter\(\)/g), 1);
  assert.equal(counted(/var hurtLast\d* = /g), 1);
});

async function bundledOf(t: TestContext, contents: string): Promise<string> {
  const folder = await tempFolder(t);
  const options = {
    ...scriptOptions({ folder, base: folder, dist: folder, plugins: [] }),
    define: { IN_LOAD: 'true' },
  };
  const build = (more: esbuild.BuildOptions): Promise<esbuild.OutputFile[]> => bundle(esbuild, more);
  const [script] = await build({
    ...options,
    entryPoints: undefined,
    outbase: undefined,
    sourcemap: false,
    stdin: { contents, resolveDir: folder },
    plugins: [await lateModules(build, options)],
  });
  return String(script?.text);
}
