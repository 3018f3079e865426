/**
 * Runs the test files below src/, or with --unit those that start no program: `node src/testing/all-tests.mjs [--unit]`. Other
 * words are passed on to Node's test runner, such as --test-name-pattern. Files of a room in TOGETHER share one process,
 * because starting one costs more than most of them: their tests may not change what another one reads (the environment, the
 * working folder), or must put it back. The others have a process each.
 *
 * First as many at a time as there are cores, but for the rooms in ALONE, which come after: what they measure, and the boxes
 * that they put services into, need the machine for themselves.
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
const TOGETHER = [...PURE, 'run', 'cli', 'cleanup', 'network'];
const UNIT = [...PURE, 'build', 'secrets'];
const ALONE = ['testing', 'sandbox', 'bench'];

const source = dirname(dirname(fileURLToPath(import.meta.url)));
const groups = join(dirname(source), 'dist', 'tests');

const words = process.argv.slice(2).filter((word) => word !== '--unit');
const isUnit = process.argv.includes('--unit');
const files = readdirSync(source, { recursive: true })
  .map((name) => String(name).replaceAll('\\', '/'))
  .filter((name) => name.endsWith('.test.ts') && (!isUnit || UNIT.includes(roomOf(name))))
  .sort();

/** A test that hangs fails here, and not when its machine is taken away. */
const TIMEOUT_MS = 15 * 60_000;

rmSync(groups, { recursive: true, force: true });
mkdirSync(groups, { recursive: true });
const isAlone = (name) => ALONE.includes(roomOf(name));
const statuses = [
  run(
    files.filter((name) => !isAlone(name)),
    availableParallelism(),
  ),
  run(files.filter(isAlone), 1),
];
process.exit(statuses.find((status) => status !== 0) ?? 0);

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
  const { status } = spawnSync(process.execPath, [...runner, ...words, ...processes(names)], {
    stdio: 'inherit',
  });
  return status ?? 1;
}

/** What the runner starts a process for: a file, or a module of ours that imports all files of a room. */
function processes(names) {
  const together = TOGETHER.map((room) => ({ room, own: names.filter((name) => roomOf(name) === room) }));
  const modules = together
    .filter(({ own }) => own.length > 0)
    .map(({ room, own }) => {
      const path = join(groups, `${room}.test.mjs`);
      writeFileSync(
        path,
        own.map((name) => `import '${pathToFileURL(join(source, name)).href}';\n`).join(''),
      );
      return path;
    });
  const apart = names.filter((name) => !TOGETHER.includes(roomOf(name))).map((name) => join(source, name));
  return [...modules, ...apart].map((path) => relative(process.cwd(), path));
}

function roomOf(name) {
  return name.split('/')[0];
}
