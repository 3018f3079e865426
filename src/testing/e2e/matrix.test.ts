/** The detection matrix as a user sees it: a representative part of it, with real k6. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { whatIsWrong } from '../../files/validate.ts';
import type { MatrixRecord } from '../../matrix/record.ts';
import { probeDrivers } from '../../sandbox/sandbox.ts';
import { testWith } from '../../sandbox/test-bed.ts';
import { FILES } from '../../store/store.ts';
import { eventually, inWorld, pidOf, type World } from './cli.ts';

const CGROUP = (await probeDrivers()).find(
  (probe) => (probe.ok ? probe.driver.name : probe.name) === 'cgroup',
);

if (CGROUP !== undefined)
  testWith(CGROUP, 'what is planted is found, and nothing where nothing is', () =>
    inWorld(async (world) => {
      const { code, stdout, stderr } = await world.run(
        'matrix crash errors-5xx heap-leak clean:ping --sandbox cgroup --json',
      );
      assert.equal(code, 0, stderr);
      const record = JSON.parse(stdout) as MatrixRecord;
      assert.equal(whatIsWrong('matrix', record), undefined);
      assert.deepEqual(record, stored(world));
      assert.deepEqual(resultsOf(record).slice(0, 3), ['heap-leak hit', 'errors-5xx hit', 'crash hit']);
      // On a machine as busy as one that runs tests it may be that nothing can be said of a clean service.
      assert.match(resultsOf(record)[3] ?? '', /^clean:ping (hit|unknown)$/);
      for (const { run } of record.cells)
        assert.ok(existsSync(join(folderOf(world), run, FILES.reportMarkdown)));
      assert.deepEqual(world.leftovers(), []);
    }),
  );

test('one Ctrl-C ends the matrix politely: exit 130, what was played is kept, and nothing is left', () =>
  inWorld(async (world) => {
    const { child, ended } = world.start('matrix crash clean:upload --sandbox process');
    await eventually(240, 'the second row is played', () => world.stderr().includes('[2/2]'));
    await eventually(30, 'k6 runs', () => pidOf(world, 'k6'));
    child.kill('SIGINT');
    const { code, stdout } = await ended;
    assert.equal(code, 130);
    assert.match(stdout, /^matrix: {2}1 of 2 played/m);
    assert.equal(stored(world).state, 'interrupted');
    assert.deepEqual(world.leftovers(), []);
  }));

test('--dry-run shows the rows and how long they take, and starts nothing', () =>
  inWorld(async (world) => {
    const { code, stdout } = await world.run('matrix clean crash --repeat 2 --dry-run');
    assert.equal(code, 0);
    assert.match(stdout, /^crash +upload +\d+ s {2}critical: crash$/m);
    assert.match(stdout, /^clean:ping +ping +\d+ s {2}nothing$/m);
    assert.match(stdout, /rows, 2 times: about [\d:]+; nothing was started\n$/);
    assert.equal(existsSync(world.results), false);
  }));

/** results/matrix-… */
function folderOf(world: World): string {
  const [id, ...more] = readdirSync(world.results);
  assert.deepEqual(more, []);
  return join(world.results, id ?? '');
}

function stored(world: World): MatrixRecord {
  return JSON.parse(readFileSync(join(folderOf(world), 'matrix.json'), 'utf8')) as MatrixRecord;
}

function resultsOf({ cells }: MatrixRecord): string[] {
  return cells.map(({ row, result }) => `${row} ${result}`);
}
