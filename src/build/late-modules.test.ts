import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import * as esbuild from 'esbuild';
import { tempFolder } from '../testing/temp-folder.ts';
// @ts-expect-error a module of the build, which has no types
import { lateModules } from './late-modules.mjs';
// @ts-expect-error as above
import { bundle, scriptOptions } from './script-options.mjs';

const LOOK = join(import.meta.dirname, '..', 'shared', 'request', 'error-in-success.ts');

test('a late module does what it does elsewhere, and is not run through before it is called', async (t) => {
  const folder = await tempFolder(t);
  const options = scriptOptions({ folder, base: folder, dist: folder, plugins: [] });
  const build = (more: esbuild.BuildOptions): Promise<esbuild.OutputFile[]> => bundle(esbuild, more);
  const [script] = await build({
    ...options,
    entryPoints: undefined,
    outbase: undefined,
    sourcemap: false,
    stdin: {
      contents: `import { isErrorAnswer } from ${JSON.stringify(LOOK)}; globalThis.seen = []; export { isErrorAnswer };`,
      resolveDir: folder,
    },
    plugins: [await lateModules(build, { ...options, define: { IN_LOAD: 'true' } })],
  });
  const text = String(script?.text).replace('function make() {', '$& globalThis.seen.push("made");');
  const { isErrorAnswer } = await import(
    `data:text/javascript;base64,${Buffer.from(text).toString('base64')}`
  );
  const { seen } = globalThis as unknown as { seen: string[] };
  assert.deepEqual(seen, []);
  assert.equal(isErrorAnswer({ headers: {}, body: '{"error":"disk full"}' }, undefined), true);
  assert.equal(isErrorAnswer({ headers: {}, body: 'ok' }, undefined), false);
  assert.deepEqual(seen, ['made']);
});
