/**
 * Modules that a user of the load seldom needs: what is wrong with an answer is looked for when one is wrong, and who asks is said
 * where somebody asks. k6 gives each VU every function of its bundle, 600 bytes each, so these stand together within one
 * function of it, and a VU runs through that when it first calls one of them.
 */
import { readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

const LATE = [
  'src/k6/failure.ts',
  'src/k6/login-request.ts',
  'src/k6/unsent.ts',
  'src/shared/request/answer-value.ts',
  'src/shared/request/fixed-headers.ts',
].map((file) => join(ROOT, file));

/** By their names, since the bundler waits for each call of ours. */
const IS_LATE = new RegExp(`[/\\\\](${LATE.map((file) => basename(file, '.ts')).join('|')})\\.ts$`);

const CHUNK = 'late';

/**
 * @param {(options: import('esbuild').BuildOptions) => Promise<import('esbuild').OutputFile[]>} bundle
 * @param {import('esbuild').BuildOptions} options of all scripts
 * @returns {Promise<import('esbuild').Plugin>} puts in their place functions of the same names that call them
 * @throws Error that names the module when one of them, or what it imports, keeps something: it would be kept twice
 */
export async function lateModules(bundle, options) {
  const [{ text }] = await bundle({
    ...options,
    entryPoints: undefined,
    outbase: undefined,
    stdin: {
      contents: LATE.map((file) => `export * from ${JSON.stringify(file)};`).join('\n'),
      resolveDir: ROOT,
    },
    format: 'cjs',
    external: [],
    sourcemap: false,
    plugins: [stateless],
  });
  return {
    name: 'late-modules',
    setup(build) {
      build.onResolve({ filter: /^late$/ }, () => ({ path: CHUNK, namespace: CHUNK }));
      build.onLoad({ filter: /.*/, namespace: CHUNK }, () => ({ contents: chunkOf(text) }));
      build.onLoad({ filter: IS_LATE }, ({ path }) =>
        LATE.includes(path) ? { contents: callersOf(path), resolveDir: ROOT } : undefined,
      );
    },
  };
}

function chunkOf(text) {
  return `
    let made;
    export function late() {
      made ??= make({ exports: {} });
      return made;
    }
    function make(module) {
      ${text}
      return module.exports;
    }
  `;
}

function callersOf(file) {
  const names = [...readFileSync(file, 'utf8').matchAll(/^export function (\w+)/gm)].map(([, name]) => name);
  return [
    "import { late } from 'late';",
    ...names.map((name) => `export const ${name} = (...given) => late().${name}(...given);`),
  ].join('\n');
}

const stateless = {
  name: 'stateless',
  setup(build) {
    build.onLoad({ filter: /\.ts$/ }, ({ path }) => {
      const contents = readFileSync(path, 'utf8');
      const kept = /^(export )?let .*/m.exec(contents)?.[0];
      if (kept === undefined) return { contents, loader: 'ts' };
      return {
        errors: [
          {
            text: `${path} keeps something (${kept}), so that no late module may import it: see src/build/late-modules.mjs`,
          },
        ],
      };
    });
  },
};
