/**
 * Bundles the four programs into dist/: k6 scripts, orchestrator, reference service, and what runs inside report.html.
 *
 *   dist/scripts/NAME.js   one k6 bundle a scenario; runs alone with `k6 run -e BASE_URL=… dist/scripts/NAME.js`
 *   dist/scenarios.json    what every script declares of itself (`export const scenario`), read by the orchestrator
 *   dist/scripts.key       what tells these bundles from those of another version: see src/plan/bundles.ts
 *   dist/validators/  what checks records against schema/
 *   dist/faults.json       what every fault of the reference service declares of itself, read by the orchestrator
 *   dist/main.mjs          the orchestrator
 *   dist/target/main.mjs   the reference service
 *   dist/target/bench.mjs  its micro-benchmarks
 *   dist/page/main.{js,css}  the browser program of report.html, which takes them in whole
 *
 * Walls keep them apart: see src/build/walls.mjs.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { declarations } from './src/build/declarations.mjs';
import { isFresh, STAMP } from './src/build/fresh.mjs';
import { bundleScripts } from './src/build/script-bundles.mjs';
import { bundle as bundleWith, messages, scriptOptions } from './src/build/script-options.mjs';
import { buildValidators } from './src/build/validators.mjs';
import { checkWalls, k6Only } from './src/build/walls.mjs';

const root = dirname(fileURLToPath(import.meta.url));
const dist = join(root, 'dist');

/**
 * @param {{staleOnly?: boolean}} [options] staleOnly: do nothing when no source is newer than dist/.
 * @returns {Promise<boolean>} false after a build that failed; the reason is on stderr and the exit code is set.
 */
export async function build({ staleOnly = false } = {}) {
  if (staleOnly && isFresh()) return true;
  const startedAt = new Date();
  let esbuild;
  try {
    esbuild = start(await loadEsbuild());
    const ofScripts = scriptOptions({ folder: join(root, 'scripts'), base: root, dist, plugins: [k6Only] });
    const [scripts, , target, benchmarks, orchestrator, page, faults] = await allOf([
      // First, so that of a script that crosses a wall this is what is said.
      bundleScripts((options) => bundle(esbuild, options), ofScripts),
      Promise.resolve(root).then(checkWalls),
      bundle(esbuild, serviceOptions('src/target/main.ts', 'dist/target/main.mjs')),
      bundle(esbuild, {
        ...serviceOptions('src/target/bench/main.ts', 'dist/target/bench.mjs'),
        sourcemap: false,
      }),
      bundle(esbuild, orchestratorOptions()),
      bundle(esbuild, pageOptions()),
      faultDeclarations(esbuild),
      buildValidators(root, dist, writeAtomically),
    ]);
    for (const file of [...scripts, ...target, ...benchmarks, ...orchestrator, ...page])
      writeAtomically(file.path, file.contents);
    writeAtomically(
      join(dist, 'scenarios.json'),
      `${JSON.stringify(declarations(scripts, 'scripts'), null, 2)}\n`,
    );
    writeAtomically(join(dist, 'faults.json'), `${JSON.stringify(faults, null, 2)}\n`);
    writeAtomically(join(dist, 'scripts.key'), keyOf(scripts));
    removeOthers(
      join(dist, 'scripts'),
      scripts.map(({ path }) => path),
    );
    writeAtomically(STAMP, '');
    utimesSync(STAMP, startedAt, startedAt); // what was saved during the build is newer
    return true;
  } catch (error) {
    for (const line of messages(error)) process.stderr.write(`burstbox: build: ${line}\n`);
    process.exitCode = 64;
    return false;
  } finally {
    await esbuild?.stop(); // a run that goes on needs the memory
  }
}

/** All side by side. @throws what the first of those that fail throws, in this order */
async function allOf(parts) {
  const settled = await Promise.allSettled(parts);
  const failed = settled.find(({ status }) => status === 'rejected');
  if (failed !== undefined) throw failed.reason;
  return settled.map(({ value }) => value);
}

/**
 * `npm ci` has put packages beside us. Those that every command loads are taken in, which is faster than to look for them;
 * the others stay outside.
 */
function orchestratorOptions() {
  return {
    ...nodeOptions('src/main.ts', 'dist/main.mjs'),
    external: ['pbf', 'prom-client', 'snappyjs', 'undici', 'zx'],
    alias: { 'zx/core': join(root, 'node_modules', 'zx', 'build', 'core.js') },
    banner: REQUIRE,
    // Every command reads it; names stay, for those who report a bug.
    minifyWhitespace: true,
    minifySyntax: true,
    // Its map is a file of its own: every command would read it.
    sourcemap: 'linked',
  };
}

/** One file that an image can take in, but for the packages with a native part. */
function serviceOptions(entry, outfile) {
  return {
    ...nodeOptions(entry, outfile),
    external: ['@datadog/pprof', 'libsql'],
    banner: REQUIRE,
  };
}

/** Packages inside a bundle may use it. */
const REQUIRE = {
  js: "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);",
};

/** Minified: every report carries it. */
function pageOptions() {
  return {
    entryPoints: [join(root, 'src/page/main.ts')],
    outfile: join(dist, 'page', 'main.js'),
    platform: 'browser',
    format: 'iife',
    target: 'es2022',
    minify: true,
    legalComments: 'inline',
  };
}

function nodeOptions(entry, outfile) {
  return {
    entryPoints: [join(root, entry)],
    outfile: join(root, outfile),
    platform: 'node',
    target: 'node20',
    sourcemap: 'inline',
    sourcesContent: false,
  };
}

function bundle(esbuild, options) {
  return bundleWith(esbuild, { absWorkingDir: root, ...options });
}

function keyOf(files) {
  const hash = createHash('sha256');
  for (const { path, contents } of files) hash.update(path.slice(root.length)).update(contents);
  return hash.digest('hex').slice(0, 16);
}

/** Evaluates the list of faults; what they do is functions, which JSON leaves out. */
async function faultDeclarations(esbuild) {
  const options = { ...nodeOptions('src/target/faults/list.ts', 'dist/faults.mjs'), sourcemap: false };
  const [{ contents }] = await bundle(esbuild, options);
  const { FAULTS } = await import(`data:text/javascript;base64,${Buffer.from(contents).toString('base64')}`);
  return FAULTS;
}

async function loadEsbuild() {
  try {
    return await import('esbuild');
  } catch (error) {
    if (error.code !== 'ERR_MODULE_NOT_FOUND') throw error;
    throw new Error('the packages are not installed; run `npm ci` first');
  }
}

/** It is gone in a second: to collect its garbage as often as Go does takes a sixth of that. */
function start(esbuild) {
  const { GOGC } = process.env;
  process.env.GOGC = '400';
  esbuild.initialize({});
  if (GOGC === undefined) delete process.env.GOGC;
  else process.env.GOGC = GOGC;
  return esbuild;
}

/** Files and folders below a folder. */
function list(folder) {
  return [folder, ...readdirSync(folder, { recursive: true }).map((name) => join(folder, String(name)))];
}

/** Bundles whose script is gone. */
function removeOthers(folder, kept) {
  for (const path of list(folder)) if (path.endsWith('.js') && !kept.includes(path)) rmSync(path);
}

/** Another run may be reading the file at this moment, so it is swapped whole. */
function writeAtomically(path, contents) {
  mkdirSync(dirname(path), { recursive: true });
  const temporary = `${path}.${process.pid}`;
  writeFileSync(temporary, contents);
  renameSync(temporary, path);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await build();
