/** What every script declares of itself, read by evaluating it with k6's modules replaced by hollow ones. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { pathToFileURL } from 'node:url';

/** What k6, and we, ask of a bundle: the declaration, and what `k6Program` makes of it. */
const EXPORTS = ['scenario', 'options', 'setup', 'run', 'teardown', 'handleSummary'];

/**
 * @param {typeof import('esbuild')} esbuild
 * @param {import('esbuild').BuildOptions} options those that the scripts are bundled with
 * @param {string} dist where the bundles may be for a moment
 * @returns {Promise<Record<string, object>>} `scenario` of each, by the script's name
 * @throws Error that names the script when it lacks an export, or throws
 */
export async function declarations(esbuild, options, dist) {
  const folder = join(dist, 'declarations');
  const { outputFiles } = await esbuild.build({
    ...options,
    bundle: true,
    format: 'esm',
    write: false,
    sourcemap: false,
    logLevel: 'silent',
    external: [],
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    define: { IN_LOAD: 'false' },
    plugins: [...(options.plugins ?? []), hollowK6],
    banner: { js: 'globalThis.__ENV ??= {};' },
  });
  try {
    const scenarios = Object.create(null); // a script may be called __proto__.ts
    for (const { path, contents } of outputFiles) {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, contents);
      const name = relative(folder, path)
        .split(sep)
        .join('/')
        .replace(/\.mjs$/, '');
      const script = relative(options.absWorkingDir, join(options.outbase, `${name}.ts`));
      scenarios[name] = await declared(path, script.split(sep).join('/'));
    }
    return scenarios;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function declared(path, script) {
  const program = await import(`${pathToFileURL(path)}?${Date.now()}`).catch((error) => {
    throw new Error(`${script} throws when it is loaded: ${error.message ?? error}`);
  });
  const missing = EXPORTS.find((name) => program[name] === undefined);
  if (missing === undefined) return program.scenario;
  throw new Error(
    `${script} does not export \`${missing}\`; expected ${EXPORTS.join(', ')}, as docs/own-scenario.md shows`,
  );
}

/** Whatever is asked of a hollow module is a function that returns more of the same. esbuild reads the prototype. */
const HOLLOW = `
  const hollow = new Proxy(function () {}, { get: () => hollow, apply: () => hollow, construct: () => hollow });
  module.exports = Object.create(hollow);
`;

const hollowK6 = {
  name: 'hollow-k6',
  setup(build) {
    build.onResolve({ filter: /^k6(\/|$)/ }, ({ path }) => ({ path, namespace: 'hollow-k6' }));
    build.onLoad({ filter: /.*/, namespace: 'hollow-k6' }, () => ({ contents: HOLLOW, loader: 'js' }));
  },
};
