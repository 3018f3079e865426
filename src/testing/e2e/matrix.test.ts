/** The detection matrix as a user sees it, with real k6. What others on the machine could hide: alone/matrix.test.ts. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { whatIsWrong } from '../../files/validate.ts';
import type { MatrixRecord } from '../../matrix/record.ts';
import { probeDrivers } from '../../sandbox/sandbox.ts';
import { testWith } from '../../sandbox/test-bed.ts';
import { FILES } from '../../store/store.ts';
import { eventually, inWorld, pidOf } from './cli.ts';
import { folderOf, resultsOf, stored } from './matrix-results.ts';

const [CGROUP] = (await probeDrivers()).filter(
  (probe) => (probe.ok ? probe.driver.name : probe.name) === 'cgroup',
);

if (CGROUP !== undefined)
  testWith(CGROUP, 'what is planted is found, and stands in the order of the matrix', () =>
    inWorld(async (world) => {
      const { code, stdout, stderr } = await world.run('matrix crash errors-5xx --sandbox cgroup --json');
      assert.equal(code, 0, stderr);
      const record = JSON.parse(stdout) as MatrixRecord;
      assert.equal(whatIsWrong('matrix', record), undefined);
      assert.deepEqual(record, stored(world));
      assert.deepEqual(resultsOf(record), ['errors-5xx hit', 'crash hit']);
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
