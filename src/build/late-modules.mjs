/**
 * Modules that a user of the load seldom needs: what is wrong with an answer is looked for when one is wrong, and who asks is said
 * where somebody asks. k6 gives each VU every function of its bundle, 600 bytes each, so those that are needed together stand
 * within one function of it, and a VU runs through that when it first calls one of them.
 */
import { readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { asFunction } from './as-function.mjs';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** What is needed together; and whether a VU keeps it, or makes it anew each time, since that is once in its life or twice. */
const GROUPS = {
  trouble: {
    isKept: true,
    files: [
      'src/k6/request/failure.ts',
      'src/k6/request/failed-operation.ts',
      'src/k6/identity/identity.ts',
      'src/k6/identity/login-request.ts',
      'src/k6/request/unsent.ts',
      'src/shared/request/answer-value.ts',
      'src/shared/request/fixed-headers.ts',
    ],
  },
  compare: { isKept: true, files: ['src/k6/content/content-fault.ts'] },
  shapes: { isKept: true, files: ['src/shared/content-shape.ts', 'src/shared/sample-shape.ts'] },
  zip: { isKept: true, files: ['src/k6/content/content-crc.ts', 'src/shared/archives/zip.ts'] },
  parts: { isKept: true, files: ['src/shared/archives/parts.ts'] },
  ids: { isKept: true, files: ['src/shared/ownership/upload-id.ts'] },
  accepted: { isKept: true, files: ['src/k6/files/await-stored.ts'] },
  ownership: { isKept: true, files: ['src/k6/files/is-ours.ts'] },
  others: { isKept: true, files: ['src/k6/files/others-kept.ts'] },
  cleanup: { isKept: false, files: ['src/k6/files/remove-own.ts'] },
  lists: { isKept: true, files: ['src/k6/lists/list-reading.ts'] },
  look: { isKept: true, files: ['src/shared/request/error-in-success.ts'] },
  begin: { isKept: false, files: ['src/k6/begin.ts'] },
  prepare: { isKept: false, files: ['src/k6/request/prepared.ts'] },
  plain: { isKept: false, files: ['src/k6/plain-metrics.ts'] },
};

const GROUP_OF = new Map(
  Object.entries(GROUPS).flatMap(([group, { files }]) => files.map((file) => [join(ROOT, file), group])),
);

/**
 * @param {(options: import('esbuild').BuildOptions) => Promise<import('esbuild').OutputFile[]>} bundle
 * @param {import('esbuild').BuildOptions} options of all scripts
 * @returns {Promise<import('esbuild').Plugin>} puts in their place functions of the same names that call them
 */
export async function lateModules(bundle, options) {
  const chunks = new Map(
    await Promise.all(
      Object.entries(GROUPS).map(async ([group, { isKept }]) => [
        group,
        chunkOf(await bundled(bundle, options, group), isKept),
      ]),
    ),
  );
  return {
    name: 'late-modules',
    setup(build) {
      build.onResolve({ filter: /^late:/ }, ({ path }) => ({ path: path.slice(5), namespace: 'late' }));
      build.onLoad({ filter: /.*/, namespace: 'late' }, ({ path }) => ({
        contents: chunks.get(path),
        resolveDir: ROOT,
      }));
      build.onLoad({ filter: MAY_BE_LATE }, ({ path }) =>
        GROUP_OF.has(path) ? { contents: callersOf(path), resolveDir: ROOT } : undefined,
      );
    },
  };
}

/** By their names, since the bundler waits for each call of ours. */
const MAY_BE_LATE = new RegExp(
  `[/\\\\](${[...GROUP_OF.keys()].map((file) => basename(file, '.ts')).join('|')})\\.ts$`,
);

async function bundled(bundle, options, group) {
  const files = [...GROUP_OF].flatMap(([file, its]) => (its === group ? [file] : []));
  const [{ text }] = await bundle({
    ...options,
    entryPoints: undefined,
    outbase: undefined,
    stdin: {
      contents: files.map((file) => `export * from ${JSON.stringify(file)};`).join('\n'),
      resolveDir: ROOT,
    },
    format: 'esm',
    sourcemap: false,
    plugins: [keptOutside(group)],
  });
  return text;
}

const K6 = join(ROOT, 'src', 'k6');
const KEEPS = /^(export )?let /m;

/**
 * What is kept, as metrics are, is there once for what is late and what is not. Outside of src/k6 few modules keep anything; of
 * another group one that keeps nothing is rather there twice than run through with all of its group.
 */
function keptOutside(group) {
  const isInside = (file) => {
    const its = GROUP_OF.get(file);
    if (its === group) return true;
    return (its !== undefined || !file.startsWith(K6)) && !KEEPS.test(readFileSync(file, 'utf8'));
  };
  return {
    name: 'kept-outside',
    setup(build) {
      build.onResolve({ filter: /^\.\.?\/.*\.ts$/ }, ({ path, resolveDir }) => {
        const file = join(resolveDir, path);
        return isInside(file) ? undefined : { path: file, external: true };
      });
    },
  };
}

function chunkOf(text, isKept) {
  const late = isKept
    ? 'let made; export const late = () => (made ??= make());'
    : 'export const late = make;';
  return `${asFunction(text, 'make')}\n${late}`;
}

function callersOf(file) {
  const names = [...readFileSync(file, 'utf8').matchAll(/^export function (\w+)/gm)].map(([, name]) => name);
  return [
    `import { late } from 'late:${GROUP_OF.get(file)}';`,
    // None takes more. Not spread, for which k6 sets up iterators.
    ...names.map((name) => `export const ${name} = (a, b, c, d) => late().${name}(a, b, c, d);`),
  ].join('\n');
}
