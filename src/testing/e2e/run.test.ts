/** A run as a user sees it, where nothing is enforced: real k6, the reference service, and its stored record judged anew. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { buffer } from 'node:stream/consumers';
import { test } from 'node:test';
import { uncompress } from 'snappyjs';
import { readWriteRequest } from '../../run/export/fixtures.ts';
import { closedUrl, server } from '../http-server.ts';
import { inWorld, statuses } from './cli.ts';

test('profiles and scenarios mix, a box without limits is unknown, and judging again says the same', (t) =>
  inWorld(async (world) => {
    const bodies: Buffer[] = [];
    const { url } = await server(t, async (asked, answer) => {
      bodies.push(await buffer(asked));
      answer.end();
    });
    const away = `--metrics-to opentelemetry=${await closedUrl()}/v1/metrics`;
    const { code, stdout, stderr } = await world.run(
      `t3-small t3-medium ping --duration 5s --vus 5 --sandbox process --metrics-to prometheus=${url} ${away}`,
    );
    assert.equal(code, 2, stderr);
    assert.match(stdout, /t3-small: unknown\n {2}ping .*were not enforced/);
    const before = world.verdict();
    assert.deepEqual(statuses(before), { 't3-small ping': 'unknown', 't3-medium ping': 'unknown' });
    // Figures of k6 and ours have left with the same tags; a receiver that is away was told of once, and changed nothing.
    const series = bodies.flatMap((body) => readWriteRequest(uncompress(body)));
    for (const name of ['k6_op_duration_p95', 'k6_vus', 'burstbox_process_open_fds'])
      for (const profile of ['t3-small', 't3-medium']) {
        const wanted = [`__name__=${name}`, `testid=${world.record().id}`, `profile=${profile}`, 'load=ping'];
        assert.ok(
          series.some(({ labels }) => wanted.every((label) => labels.includes(label))),
          `${name} ${profile}`,
        );
      }
    assert.equal(stderr.split('does not take the figures').length, 2, stderr);
    const judged = await world.run('judge latest');
    assert.equal(judged.code, 2);
    assert.deepEqual(world.verdict(), before);
    const reported = await world.run('report latest');
    assert.equal(reported.code, 0);
    assert.ok(existsSync(reported.stdout.trim()));
  }));
