/** Bundles scripts where burstbox is a package of another project, by the same means as in a checkout; nothing is written. */
import { dirname, join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { declarations } from './declarations.mjs';
import { bundleScripts } from './script-bundles.mjs';
import { bundle, messages, scriptOptions } from './script-options.mjs';
import { importsOnly } from './walls.mjs';

const LIBRARY = join(dirname(dirname(fileURLToPath(import.meta.url))), 'k6', 'library.ts');

/**
 * @param {{folder: string, base: string, maps: boolean}} wish folder of the scripts, the one that messages name them relative to,
 *   and whether exceptions are to name the places in the sources
 * @returns {Promise<{files: {name: string, contents: Uint8Array}[], scenarios: object}>} bundles by name, such as `mine.js`,
 *   and what each script declares
 * @throws Error with a line for each mistake
 */
export async function bundleIn({ folder, base, maps }) {
  try {
    const esbuild = await import('esbuild');
    const plugins = [library, importsOnly('k6, burstbox/k6, and files of yours by a relative path')];
    const options = scriptOptions({ folder, base, dist: dirname(folder), plugins });
    const scripts = await bundleScripts((more) => bundle(esbuild, more), {
      ...options,
      sourcemap: maps ? 'external' : false,
      sourceRoot: String(pathToFileURL(options.outdir)), // the bundles will lie elsewhere
    });
    return {
      files: scripts.map(({ path, contents }) => ({ name: relative(options.outdir, path), contents })),
      scenarios: declarations(scripts, relative(base, folder)),
    };
  } catch (error) {
    throw new Error(messages(error).join('\n'), { cause: error });
  }
}

const library = {
  name: 'library',
  setup(build) {
    build.onResolve({ filter: /^burstbox\/k6$/ }, () => ({ path: LIBRARY }));
  },
};
