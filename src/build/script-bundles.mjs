/**
 * Bundles of k6 scripts. Each VU has every function and object of a bundle for itself, which costs it memory and the CPU its
 * caches. So a bundle has two parts: the whole program, which only the VU that k6 numbers 0 runs through (it asks it for options
 * and has it do setup, teardown and the summary), and what the VUs of the load need, which is far less.
 */
import { relative, sep } from 'node:path';
import { lateModules } from './late-modules.mjs';

/**
 * @param {(options: import('esbuild').BuildOptions) => Promise<import('esbuild').OutputFile[]>} bundle
 * @param {import('esbuild').BuildOptions} options of all scripts
 * @returns {Promise<import('esbuild').OutputFile[]>}
 */
export async function bundleScripts(bundle, options) {
  const { entryPoints, outbase, outdir, plugins } = options;
  const whole = await bundle({ ...options, format: 'cjs', define: { IN_LOAD: 'false' } });
  const programs = new Map(whole.map(({ path, text }) => [nameOf(outdir, path, '.js'), text]));
  return await bundle({
    ...options,
    entryPoints: entryPoints.map((file) => {
      const name = nameOf(outbase, file, '.ts');
      return { in: `both:${name}`, out: name };
    }),
    define: { IN_LOAD: 'true' },
    plugins: [
      bothParts(outbase, programs),
      await lateModules(bundle, { ...options, define: { IN_LOAD: 'true' } }),
      ...plugins,
    ],
  });
}

function nameOf(folder, path, ending) {
  return relative(folder, path).split(sep).join('/').slice(0, -ending.length);
}

function bothParts(folder, programs) {
  return {
    name: 'both-parts',
    setup(build) {
      build.onResolve({ filter: /^(both|whole):/ }, ({ path }) => {
        const [namespace, name] = path.split(':');
        return { path: name, namespace };
      });
      build.onLoad({ filter: /.*/, namespace: 'both' }, ({ path }) => ({
        contents: bothOf(path),
        resolveDir: folder,
        loader: 'js',
      }));
      build.onLoad({ filter: /.*/, namespace: 'whole' }, ({ path }) => ({
        contents: programs.get(path),
        resolveDir: folder,
        loader: 'js',
      }));
    },
  };
}

/** A module in CommonJS is run through only when it is asked for. */
function bothOf(name) {
  return `
    import * as load from ${JSON.stringify(`./${name}.ts`)};
    const whole = __VU === 0 ? require(${JSON.stringify(`whole:${name}`)}) : {};
    export const { options, setup, teardown, handleSummary } = whole;
    export const run = whole.run ?? load.run;
    export default run;
  `;
}
