import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { join } from 'node:path';
import { test } from 'node:test';
import * as esbuild from 'esbuild';
import { tempFolder } from '../testing/temp-folder.ts';
// @ts-expect-error a module of the build, which has no types
import { bundleScripts } from './script-bundles.mjs';
// @ts-expect-error as above
import { bundle, scriptOptions } from './script-options.mjs';

const SCRIPT = `
interface Nothing {}
export const options: Nothing = { vus: 1 };
export function setup(): string { return 'first'; }
export function teardown() {}
export function handleSummary() {}
export function run(): string { return 'second'; }
`;

test('both parts of a bundle are mapped to the script, and only VU 0 runs through the whole program', async (t) => {
  const folder = await tempFolder(t);
  writeFileSync(join(folder, 'mine.ts'), SCRIPT);
  const [made] = await bundleScripts(
    (options: esbuild.BuildOptions) => bundle(esbuild, options),
    scriptOptions({ folder, base: folder, dist: folder, plugins: [] }),
  );
  assert.equal(made.name, 'mine');
  const text = String(made.contents);
  for (const [what, line] of Object.entries({ first: 3, second: 6 }))
    for (const at of linesWith(text, `"${what}"`))
      assert.deepEqual(placeIn(text, at), { source: '../mine.ts', line }, `${what} at ${at}`);
  assert.deepEqual(linesWith(text, '"first"').length, 1, 'VUs of the load need no setup');
  const ofVu = async (vu: number) => {
    const js = `const __VU = ${vu};\n${text}`;
    return await import(`data:text/javascript;base64,${Buffer.from(js).toString('base64')}`);
  };
  const [zero, one] = [await ofVu(0), await ofVu(1)];
  assert.deepEqual([zero.options, zero.setup(), zero.run()], [{ vus: 1 }, 'first', 'second']);
  assert.deepEqual([one.options, one.setup, one.default()], [undefined, undefined, 'second']);
});

function linesWith(text: string, words: string): number[] {
  return text.split('\n').flatMap((line, index) => (line.includes(words) ? [index] : []));
}

/** Lines count from 0. */
function placeIn(text: string, line: number): object {
  const json = Buffer.from(text.split('base64,').at(-1) ?? '', 'base64').toString();
  const { originalSource: source, originalLine } = new SourceMap(JSON.parse(json)).findEntry(
    line,
    4,
  ) as Record<string, unknown>;
  return { source, line: originalLine };
}
