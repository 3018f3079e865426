/**
 * Runs the test files below src/, or with --unit those that start no program: `node src/testing/all-tests.mjs [--unit]`. Other
 * words are passed on to Node's test runner, such as --test-name-pattern. Files of a room in TOGETHER share one process,
 * because starting one costs more than most of them: their tests may not change what another one reads (the environment, the
 * working folder), or must put it back. The others have a process each.
 *
 * First twice as many at a time as there are cores, because most of those that start programs wait for a load to be over; what
 * needs the machine for itself comes after, one by one: see e2e/alone/.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const PURE = [
  ...['judge', 'report', 'compare', 'shared', 'contract', 'k6', 'text', 'store', 'plan', 'matrix', 'page'],
  ...['files', 'init', 'suites'],
];
const TOGETHER = [...PURE, 'run', 'cli', 'cleanup', 'network', 'export'];
const UNIT = [...PURE, 'build', 'secrets'];
const ALONE = 'testing/e2e/alone/';

/** They last longest and start first: what starts last should be short. */
const FIRST = [
  ...['testing/e2e/examples', 'testing/e2e/target', 'testing/e2e/kill', 'testing/e2e/build'],
  ...['testing/e2e/failures', 'testing/e2e/matrix', 'testing/e2e/catalog', 'testing/', 'sandbox/compose/'],
  'sandbox/',
];

const source = dirname(dirname(fileURLToPath(import.meta.url)));
const modules = join(dirname(source), 'dist', 'tests');

const words = process.argv.slice(2).filter((word) => word !== '--unit');
const isUnit = process.argv.includes('--unit');
const files = readdirSync(source, { recursive: true })
  .map((name) => String(name).replaceAll('\\', '/'))
  .filter((name) => name.endsWith('.test.ts') && (!isUnit || UNIT.includes(roomOf(name))))
  .sort();

/** A test that hangs fails here, and not when its machine is taken away. */
const TIMEOUT_MS = 15 * 60_000;

rmSync(modules, { recursive: true, force: true });
mkdirSync(modules, { recursive: true });
if (!isUnit) getTools();
const statuses = [
  run(
    files.filter((name) => !name.startsWith(ALONE)),
    (isUnit ? 1 : 2) * availableParallelism(),
  ),
  run(
    files.filter((name) => name.startsWith(ALONE)),
    1,
  ),
];
process.exit(statuses.find((status) => status !== 0) ?? 0);

/** When that fails, the tests that call one say why. */
function getTools() {
  spawnSync(process.execPath, ['--import', 'tsx', join(source, 'testing', 'get-tools.ts')], {
    stdio: 'inherit',
  });
}

/** @returns the exit status, 0 when all passed */
function run(names, atOnce) {
  if (names.length === 0) return 0;
  const runner = [
    '--import',
    'tsx',
    '--test',
    `--test-timeout=${TIMEOUT_MS}`,
    `--test-concurrency=${atOnce}`,
  ];
  const { status } = spawnSync(process.execPath, [...runner, ...words, ...modulesOf(names)], {
    stdio: 'inherit',
  });
  return status ?? 1;
}

/** What the runner starts a process for: modules of ours that import a file, or all files of a room. It sorts them by name. */
function modulesOf(names) {
  const processes = new Map();
  for (const name of names) {
    const process = TOGETHER.includes(roomOf(name)) ? roomOf(name) : name;
    processes.set(process, [...(processes.get(process) ?? []), name]);
  }
  return [...processes]
    .sort(([one], [other]) => placeOf(one) - placeOf(other))
    .map(([name, own], index) => {
      const number = String(index).padStart(3, '0');
      const path = join(
        modules,
        `${number}-${name.replaceAll('/', '-').replace(/\.test\.ts$/, '')}.test.mjs`,
      );
      const imports = own.map((file) => `import '${pathToFileURL(join(source, file)).href}';\n`);
      writeFileSync(path, imports.join(''));
      return relative(process.cwd(), path);
    });
}

function placeOf(name) {
  const place = FIRST.findIndex((begin) => name.startsWith(begin));
  return place === -1 ? FIRST.length : place;
}

function roomOf(name) {
  return name.split('/')[0];
}
