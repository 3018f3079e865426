/** How k6 scripts are bundled, those that burstbox brings and a user's own alike. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/**
 * k6 runs ESM as it is; `neutral` makes every `node:*` import a build error, and k6's own modules stay outside.
 * @param {{folder: string, base: string, dist: string, plugins: import('esbuild').Plugin[]}} where the scripts are, which folder
 *   messages name them relative to, and where the bundles belong
 * @returns {import('esbuild').BuildOptions}
 */
export function scriptOptions({ folder, base, dist, plugins }) {
  return {
    absWorkingDir: base,
    entryPoints: scriptsIn(folder),
    outbase: folder,
    outdir: join(dist, 'scripts'),
    platform: 'neutral',
    // What k6 itself runs: older code has each private field in a map of its own, which makes a look at it ten times as slow.
    target: 'es2022',
    external: ['k6', 'k6/*'],
    plugins,
    // Beside them: src/build/script-bundles.mjs puts those of both parts together.
    sourcemap: 'external',
    sourcesContent: false,
  };
}

/** @returns {string[]} paths of the scenarios in a folder and below it */
export function scriptsIn(folder) {
  return readdirSync(folder, { recursive: true })
    .map((name) => join(folder, String(name)))
    .filter((file) => file.endsWith('.ts') && !IS_NO_SCENARIO.test(file));
}

const IS_NO_SCENARIO = /\.(test|d)\.ts$/;

/**
 * @param {typeof import('esbuild')} esbuild
 * @param {import('esbuild').BuildOptions} options
 * @returns {Promise<import('esbuild').OutputFile[]>} in memory
 */
export async function bundle(esbuild, options) {
  const result = await esbuild.build({
    bundle: true,
    format: 'esm',
    write: false,
    logLevel: 'silent',
    ...options,
  });
  return result.outputFiles;
}

/** What was wrong, a line for each mistake. */
export function messages(error) {
  const found = error.errors?.map(({ text, location }) =>
    location ? `${location.file}:${location.line}: ${text}` : text,
  );
  return found ?? String(error.message).split('\n');
}
