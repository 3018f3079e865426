/** A run as a user sees it, where nothing is enforced: real k6, the reference service, and its stored record judged anew. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { test } from 'node:test';
import { inWorld, statuses } from './cli.ts';

test('profiles and scenarios mix, a box without limits is unknown, and judging again says the same', () =>
  inWorld(async (world) => {
    const { code, stdout, stderr } = await world.run(
      't3-small t3-medium ping --duration 5s --vus 5 --sandbox process',
    );
    assert.equal(code, 2, stderr);
    assert.match(stdout, /t3-small: unknown\n {2}ping .*were not enforced/);
    const before = world.verdict();
    assert.deepEqual(statuses(before), { 't3-small ping': 'unknown', 't3-medium ping': 'unknown' });
    const judged = await world.run('judge latest');
    assert.equal(judged.code, 2);
    assert.deepEqual(world.verdict(), before);
    const reported = await world.run('report latest');
    assert.equal(reported.code, 0);
    assert.ok(existsSync(reported.stdout.trim()));
  }));
