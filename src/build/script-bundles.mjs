/**
 * Bundles of k6 scripts. Each VU has every function and object of a bundle for itself, which costs it memory and the CPU its
 * caches. So a bundle has two parts: the whole program, which only the VU that k6 numbers 0 runs through (it asks it for options
 * and has it do setup, teardown and the summary), and what the VUs of the load need, which is far less.
 */
import { relative, sep } from 'node:path';
import { asFunction } from './as-function.mjs';
import { lateModules } from './late-modules.mjs';

/**
 * @param {(options: import('esbuild').BuildOptions) => Promise<import('esbuild').OutputFile[]>} bundle
 * @param {import('esbuild').BuildOptions} options of all scripts
 * @returns {Promise<{name: string, path: string, contents: Buffer, program: string}[]>} by the script's name, `/` between folders;
 *   its program is the whole one in CommonJS
 */
export async function bundleScripts(bundle, options) {
  const [programs, loads] = await Promise.all([
    bundle({ ...options, format: 'cjs', define: { IN_LOAD: 'false' } }),
    bundleLoads(bundle, options),
  ]);
  const programOf = partsOf(programs);
  const loadOf = partsOf(loads);
  return Array.from(loadOf, ([path, load]) => {
    const program = programOf.get(path);
    return {
      name: nameOf(options.outdir, path, '.js'),
      path,
      contents: Buffer.from(joined(load, program)),
      program: program.text,
    };
  });
}

async function bundleLoads(bundle, options) {
  const { entryPoints, outbase, plugins } = options;
  const ofLoad = { ...options, define: { IN_LOAD: 'true' } };
  return await bundle({
    ...ofLoad,
    entryPoints: entryPoints.map((file) => {
      const name = nameOf(outbase, file, '.ts');
      return { in: `load:${name}`, out: name };
    }),
    plugins: [loads(outbase), await lateModules(bundle, ofLoad), ...plugins],
  });
}

function nameOf(folder, path, ending) {
  return relative(folder, path).split(sep).join('/').slice(0, -ending.length);
}

function loads(folder) {
  return {
    name: 'loads',
    setup(build) {
      build.onResolve({ filter: /^load:/ }, ({ path }) => ({
        path: path.slice('load:'.length),
        namespace: 'load',
      }));
      build.onLoad({ filter: /.*/, namespace: 'load' }, ({ path }) => ({
        contents: `import * as script from ${JSON.stringify(`./${path}.ts`)}; export const run = script.run;`,
        resolveDir: folder,
        loader: 'js',
      }));
    },
  };
}

/** @returns {Map<string, {text: string, map: object | undefined}>} by the bundle's path */
function partsOf(files) {
  const texts = new Map(files.map(({ path, text }) => [path, text]));
  return new Map(
    [...texts]
      .filter(([path]) => path.endsWith('.js'))
      .map(([path, text]) => [path, { text, map: texts.get(`${path}.map`) }]),
  );
}

const EXPORTS = `const { options, setup, teardown, handleSummary, run } =
  __VU === 0 ? wholeProgram({ exports: {} }) : load();
export { options, setup, teardown, handleSummary, run, run as default };
`;

/**
 * As texts: for the bundler, to read programs and their maps again would be most of its work. A function is run through only when it
 * is called.
 */
function joined(load, program) {
  const before = `${asFunction(load.text, 'load')}function wholeProgram(module) {\n`;
  const text = `${before}${program.text}return module.exports;\n}\n${EXPORTS}`;
  if (load.map === undefined) return text;
  // Source map, revision 3, "index map": a map for each section. k6 reads it.
  const map = `{"version":3,"sections":[${section(0, load.map)},${section(linesOf(before), program.map)}]}`;
  return `${text}//# sourceMappingURL=data:application/json;base64,${Buffer.from(map).toString('base64')}\n`;
}

function section(line, map) {
  return `{"offset":{"line":${line},"column":0},"map":${map}}`;
}

function linesOf(text) {
  return text.split('\n').length - 1;
}
