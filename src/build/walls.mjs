/**
 * Who may import whom. An import that crosses a wall fails the build, an import of types too: what runs inside k6 or a browser
 * has no Node, the service under test shares no code with what judges it, and a stored run is judged without starting anything.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

const FILES = /^node:(fs|path|zlib|crypto|string_decoder)$/;
const NODE = /^node:/;
const NONE = /^$/;

/** What every room of the orchestrator stands on, and what those that work on stored runs alone may know. */
const GROUND = 'base contract shared text files secrets ledger';
const STORED = 'base contract shared text files secrets store';

/**
 * The rooms, from those that import nothing to those that import most, so that no two can import each other; within the
 * orchestrator a run passes through the second half of them in reverse: cli, plan, run, judge, report. `base` are the loose
 * files of src/. `of` names what runs a room's code.
 *
 * @type {Record<string, {of: string, rooms: string, packages: RegExp}>}
 */
export const ROOMS = {
  base: { of: 'orchestrator', rooms: '', packages: filesAnd(/^node:(url|timers\/promises)$/) },
  contract: { of: 'every', rooms: '', packages: NONE },
  text: { of: 'orchestrator', rooms: 'contract', packages: NONE },
  shared: { of: 'every', rooms: 'contract text', packages: NONE },
  k6: { of: 'scripts', rooms: 'contract shared', packages: /^k6(\/|$)/ },
  scripts: { of: 'scripts', rooms: 'contract shared k6', packages: /^k6(\/|$)/ },
  target: {
    of: 'target',
    rooms: 'contract',
    packages: /^(node:|@datadog\/pprof$|pprof-format$|@fastify\/busboy$|libsql$|prom-client$)/,
  },
  files: { of: 'orchestrator', rooms: 'base text', packages: filesAnd(/^(ajv$|node:(module|os)$|zx$)/) },
  secrets: { of: 'orchestrator', rooms: 'base', packages: NODE },
  network: { of: 'orchestrator', rooms: 'base contract shared', packages: /^(node:|undici$)/ },
  ledger: { of: 'orchestrator', rooms: 'base files', packages: NODE },
  store: { of: 'orchestrator', rooms: GROUND, packages: FILES },
  suites: { of: 'orchestrator', rooms: 'base contract shared', packages: /^node:crypto$/ },
  page: {
    of: 'page',
    rooms: 'contract text store',
    packages: /^(uplot|d3-flame-graph|d3-selection)(\/|$)/,
  },
  judge: {
    of: 'orchestrator',
    rooms: STORED,
    packages: filesAnd(/^(pprof-format|ml-levenberg-marquardt)$/),
  },
  report: { of: 'orchestrator', rooms: `${STORED} judge page`, packages: filesAnd(/^zx\/core$/) },
  compare: { of: 'orchestrator', rooms: `${STORED} judge report page`, packages: FILES },
  provision: { of: 'orchestrator', rooms: GROUND, packages: NODE },
  sandbox: {
    of: 'orchestrator',
    rooms: `${GROUND} network store`,
    packages: filesAnd(/^(node:|zx(\/core)?$)/),
  },
  plan: { of: 'orchestrator', rooms: `${GROUND} network store suites sandbox`, packages: NODE },
  cleanup: { of: 'orchestrator', rooms: `${GROUND} network store suites plan`, packages: NODE },
  run: {
    of: 'orchestrator',
    rooms: `${GROUND} network store suites sandbox plan cleanup provision judge report`,
    packages: /^(node:|pbf$|prom-client$|snappyjs$)/,
  },
  init: {
    of: 'orchestrator',
    rooms: `${GROUND} network store suites sandbox plan judge run`,
    packages: /^(node:|zx$)/,
  },
  export: {
    of: 'orchestrator',
    rooms: `${GROUND} network store suites provision sandbox plan`,
    packages: filesAnd(/^(node:(module|net)|zx\/core)$/),
  },
  bench: { of: 'orchestrator', rooms: `${GROUND} provision sandbox run`, packages: NODE },
  capacity: {
    of: 'orchestrator',
    rooms: `${GROUND} network store suites sandbox plan cleanup run judge report page`,
    packages: /^(node:|zx\/core$)/,
  },
  matrix: {
    of: 'orchestrator',
    rooms: `${GROUND} store suites provision sandbox plan judge run capacity`,
    packages: filesAnd(/^node:(os|net|http|timers\/promises)$/),
  },
  cli: {
    of: 'orchestrator',
    rooms: `${GROUND} network store suites judge report compare provision sandbox plan cleanup run init export bench matrix capacity`,
    packages: NODE,
  },
  main: { of: 'orchestrator', rooms: 'base text secrets sandbox plan cli', packages: NONE },
};

/** Rooms that a room may import from, itself included. */
const WITHIN = new Map(
  Object.entries(ROOMS).map(([room, { rooms }]) => [room, new Set([room, ...rooms.split(' ')])]),
);

function filesAnd(more) {
  return new RegExp(`${FILES.source}|${more.source}`);
}

/** What a program in a browser takes of the orchestrator with more than its types. */
const TEXT_OF_PAGES = /^src\/text\/(bytes|numbers|story-text)\.ts$/;

/**
 * @param {string} root of the project
 * @throws with a line for each import that crosses a wall
 */
export function checkWalls(root) {
  const crossings = sources(root).flatMap((file) =>
    crossingsOf(file, readFileSync(join(root, file), 'utf8')),
  );
  if (crossings.length > 0) throw new Error(crossings.join('\n'));
}

/**
 * @param {string} file path below the project's root
 * @param {string} text what is in it
 * @returns {string[]} a sentence for each import that crosses a wall
 */
export function crossingsOf(file, text) {
  const room = roomOf(file);
  const wall = ROOMS[room];
  if (wall === undefined)
    return [`${file} is in no room of src/build/walls.mjs; put it in one, or add the room`];
  return importsOf(text).flatMap(({ name, isType }) => {
    if (!name.startsWith('.'))
      return wall.packages.test(name) ? [] : [`${file} imports ${name}, which ${whose(room)} may not use`];
    const other = normalize(join(dirname(file), name));
    return mayImport(room, other, isType)
      ? []
      : [
          `${other} is behind a wall: ${file} imports it, and ${whose(room)} may import only ${mayText(room)}`,
        ];
  });
}

function whose(room) {
  const { of } = ROOMS[room];
  return of === 'orchestrator' ? `the room ${room}` : `the ${of === 'every' ? room : of} program`;
}

function mayText(room) {
  return [room, ...ROOMS[room].rooms.split(' ').filter((name) => name !== '')].join(', ');
}

function mayImport(room, other, isType) {
  const into = roomOf(other);
  if (into === room) return true;
  if (!WITHIN.get(room).has(into)) return false;
  if (room === 'page' && into === 'text') return TEXT_OF_PAGES.test(other);
  // Records are types, and what makes them runs elsewhere.
  return isType || !((room === 'page' && into === 'store') || into === 'page');
}

const LOOSE = /^src\/[^/]+$/;

function roomOf(file) {
  if (file.startsWith('scripts/')) return 'scripts';
  if (file === 'src/main.ts') return 'main';
  return LOOSE.test(file) ? 'base' : file.split('/')[1];
}

/** Every `import … from`, `export … from`, `import '…'` and `import('…')` of a file that the formatter has laid out. */
function importsOf(text) {
  const found = text.matchAll(
    /^(?:import|export)\s(type\s)?[^'";]*?from '([^']+)'|^import '([^']+)'|\bimport\('([^']+)'\)/gm,
  );
  return Array.from(found, ([, type, from, bare, dynamic]) => ({
    name: from ?? bare ?? dynamic,
    isType: type !== undefined,
  }));
}

/** What becomes part of a program: no tests, and nothing that only tests import. */
function sources(root) {
  return ['scripts', 'src'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true })
      .map((name) => `${folder}/${String(name).replaceAll('\\', '/')}`)
      .filter((file) => file.endsWith('.ts') && !IS_FOR_TESTS.test(file)),
  );
}

const IS_FOR_TESTS =
  /\.(test|fixture|bench)\.ts$|(^|[/-])(fixtures?|test-[a-z]+)\.ts$|-fixtures\.ts$|^src\/testing\/|^src\/target\/bench\/|\/fake\.ts$/;

/** Said by the bundler, because a package for Node would fail in a dozen other ways before. */
export const k6Only = importsOnly('k6, src/k6/, src/shared/ and src/contract/');

/**
 * @param {string} what a script may import, in words
 * @returns {import('esbuild').Plugin}
 */
export function importsOnly(what) {
  return {
    name: 'imports-only',
    setup(build) {
      // All but paths, k6 and k6/*, by a filter since the bundler waits for each call of ours.
      build.onResolve({ filter: /^([^./k]|k$|k[^6]|k6[^/])/ }, ({ path, kind }) => {
        if (kind === 'entry-point') return undefined;
        const text = `scripts run inside k6 and may not import ${path}; they may import ${what}`;
        return { errors: [{ text }] };
      });
    },
  };
}
