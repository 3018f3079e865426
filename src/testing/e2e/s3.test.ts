/** Object storage end to end, on a real S3 server: a server of our own, somebody else's bucket, and faults between k6 and it. */
import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { faultyProxy, type S3Fault } from '../../matrix/s3/faulty-proxy.ts';

import { s3Server } from '../s3-server.ts';
import { eventually, inWorld, pidOf, type World } from './cli.ts';

const KEYS = {
  AWS_ACCESS_KEY_ID: 'AKIATESTOFBURSTBOX00',
  AWS_SECRET_ACCESS_KEY: 'secret/of+the+test/of+burstbox==',
};
const LOAD = '--vus 3 --duration 5s';
const OWNER = { accessKey: KEYS.AWS_ACCESS_KEY_ID, secretKey: KEYS.AWS_SECRET_ACCESS_KEY };

test('named alone, the suite is played on a server of our own, of which nothing is left', () =>
  inWorld(async (world) => {
    const { code, stderr } = await world.run(`t3-micro s3/small-objects ${LOAD}`);
    assert.ok(code === 0 || code === 2, stderr);
    const { metrics } = summaryOf(world, 't3-micro', 'small-objects');
    const count = (op: string) => metrics[`op_failed{op:${op}}`]?.values.fails ?? 0;
    const [put, get, removed] = [count('put'), count('get'), count('delete')];
    const all = put + get + removed;
    assert.ok(all > 20, `${all}`);
    // Three users may each be in the middle of a deck of ten.
    assert.ok(Math.abs(put - 0.7 * all) < 10 && Math.abs(get - 0.2 * all) < 10, `${put} ${get} ${removed}`);
    assert.equal(metrics.op_failed?.values.passes, 0);
    assert.ok((metrics.bytes_checked?.values.count ?? 0) > 0);
    assert.match(readFileSync(join(world.results, 'latest', 'report.md'), 'utf8'), /^## Object storage$/m);
    assert.deepEqual(world.leftovers(), []);
  }));

test("both are killed in somebody's bucket: what was there stays, and cleanup removes the rest", (t) =>
  inWorld(async (world) => {
    const server = await s3Server(t, world.folder, OWNER);
    const bucket = join(server.data, 'shared');
    const foreign = ['load/bb-1-1/0', 'load/report.pdf', 'bb-2-3'];
    for (const name of foreign) {
      mkdirSync(join(bucket, name, '..'), { recursive: true });
      writeFileSync(join(bucket, name), 'not ours');
    }
    const target = join(world.folder, 'mine.json');
    writeFileSync(target, JSON.stringify(targetFile(server.url)));
    const { child, ended } = world.start(`s3/small-objects --vus 3 --duration 20s --target ${target}`, KEYS);
    await eventually(60, 'objects of the load', () => filesBelow(bucket).length > foreign.length + 5);
    const k6 = pidOf(world, 'scripts/s3/small-objects.js');
    assert.ok(k6 !== undefined);
    for (const line of world.commandLines())
      for (const key of Object.values(KEYS)) assert.ok(!line.includes(key), 'a key in a command line');
    child.kill('SIGKILL');
    process.kill(k6, 'SIGKILL');
    await ended;
    const { stderr } = await world.run('list');
    const command = /node run\.mjs (cleanup \S+)$/m.exec(stderr)?.[1];
    assert.ok(command !== undefined, stderr);
    const cleaned = await world.run(command, KEYS);
    assert.equal(cleaned.code, 0, cleaned.stderr + cleaned.stdout);
    assert.deepEqual(filesBelow(bucket).sort(), [...foreign].sort());
    for (const file of filesBelow(world.results))
      for (const key of Object.values(KEYS))
        assert.ok(!readFileSync(join(world.results, file)).includes(key), `a key in ${file}`);
  }));

/** The other faults are rows of the matrix: src/matrix/s3/rows.ts. */
describe('faults between k6 and a server that does nothing wrong', { concurrency: 2 }, () => {
  const faults: [fault: S3Fault, detector: string | undefined][] = [
    ['none', undefined],
    ['lost-put', 'lost-file'],
  ];
  for (const [fault, detector] of faults)
    test(`${fault} is ${detector === undefined ? 'no fault' : `named by ${detector} first`}`, (t) =>
      inWorld(async (world) => {
        const server = await s3Server(t, world.folder, OWNER);
        const proxy = await faultyProxy(fault, server);
        t.after(() => proxy.close());
        await world.run(`s3/small-objects ${LOAD} --base-url http://127.0.0.1:${proxy.port}`, KEYS);
        const [first] = (world.verdict().profiles[0]?.scenarios[0]?.findings ?? []).filter(
          ({ status }) => status === 'critical',
        );
        assert.equal(first?.detector, detector, JSON.stringify(first));
      }));
});

function targetFile(baseUrl: string): object {
  const name = (variable: string) => `\${${variable}}`;
  return {
    schema: 'burstbox/target/1',
    about: 'shared storage',
    baseUrl,
    health: '/health',
    routes: { ping: '/health' },
    s3: {
      bucket: 'shared',
      prefix: 'load/',
      payload: 'hashed',
      keys: { accessKey: name('AWS_ACCESS_KEY_ID'), secretKey: name('AWS_SECRET_ACCESS_KEY') },
    },
  };
}

function summaryOf(world: World, profile: string, scenario: string) {
  const file = join(world.results, 'latest', profile, 's3', scenario, 'summary.json');
  return JSON.parse(readFileSync(file, 'utf8')) as {
    metrics: Record<string, { values: Record<string, number> }>;
  };
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
}
