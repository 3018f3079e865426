/** The suite catalog on stores that are not the reference one, each by its target file alone. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { CatalogRoutes, HistoryRecord } from '../../contract/contract.ts';
import { PROJECT_ROOT } from '../../root.ts';
import { inWorld, type World } from './cli.ts';

/** As CouchDB does it. */
const BY_REVISION: CatalogRoutes = {
  create: { path: '/db/{name}', json: { value: '{value}' }, version: { json: 'rev' } },
  read: { path: '/db/{name}', version: { json: '_rev' }, value: { json: 'value' } },
  update: { path: '/db/{name}', json: { _rev: '{version}', value: '{value}' }, version: { json: 'rev' } },
  list: '/db/_all_docs',
  remove: { path: '/db/{name}?rev={version}' },
};

const BY_COMPARISON: CatalogRoutes = {
  create: { method: 'POST', path: '/cells/{name}', json: { expected: 0, next: '{value}' } },
  read: { path: '/cells/{name}', version: { json: 'number' }, value: { json: 'content.text' } },
  update: { method: 'POST', path: '/cells/{name}', json: { expected: '{version}', next: '{value}' } },
  list: '/cells',
  remove: { path: '/cells/{name}' },
};

const LOAD = '--duration 3s --sandbox process --target';

test('a store by ETag: some writers succeed and some conflict, and no client of one dataset has to give up', () =>
  inWorld(async (world) => {
    const { catalog } = JSON.parse(readFileSync(join(PROJECT_ROOT, 'targets', 'reference.json'), 'utf8'));
    const target = world.target('catalog-etags', {}, { catalog });
    const { stderr } = await world.run(
      `t3-micro catalog/concurrent-writers catalog/lock-resolution ${LOAD} ${target}`,
    );
    const writers = measured(world, 'concurrent-writers');
    assert.ok(writers.writes > 0 && writers.conflicts > 0, stderr);
    assert.equal(writers.failed, 0);
    const locks = measured(world, 'lock-resolution');
    assert.ok(locks.writes > 0 && locks.conflicts > 0, 'clients meet');
    assert.deepEqual({ failed: locks.failed, givenUp: locks.givenUp }, { failed: 0, givenUp: 0 });
  }));

test('a store by revisions in JSON: every operation is in the history, each write with a value of its own', () =>
  inWorld(async (world) => {
    const target = world.target('catalog-documents', {}, { catalog: BY_REVISION });
    const { stderr } = await world.run(`t3-micro catalog/cache-invalidation ${LOAD} ${target}`);
    const { failed, reads, writes, versionChanges } = measured(world, 'cache-invalidation');
    assert.ok(writes > 0 && reads > writes && versionChanges > 0, stderr);
    assert.equal(failed, 0);
    const history = historyOf(world, 'cache-invalidation');
    const values = history.filter(({ o }) => o === 'write' || o === 'create').map(({ x }) => x);
    assert.equal(new Set(values).size, values.length);
    assert.equal(history.filter(({ o, s }) => o === 'write' && s === 'ok').length, writes);
    assert.ok(history.every(({ b, e }) => Number.isInteger(b) && e >= b));
    const seen = new Set(history.flatMap(({ o, x }) => (o === 'read' ? [x] : [])));
    assert.ok(
      [...seen].every((value) => values.includes(value)),
      'what is read was written',
    );
    const last = history.filter(({ f }) => f === 1);
    assert.deepEqual(
      last.map(({ k, o, s }) => [k.replace(/^bb-[0-9a-f]+-/, ''), o, s]),
      [0, 1, 2].map((index) => [`d${index}`, 'read', 'ok']),
    );
  }));

test('a store that compares and swaps by its body: all is readable in the end, and nothing is left behind', () =>
  inWorld(async (world) => {
    const target = world.target('catalog-documents', {}, { catalog: BY_COMPARISON });
    const { stderr } = await world.run(`t3-micro catalog/connection-cleanup --vus 3 ${LOAD} ${target}`);
    const { failed, finalReads, unreadable } = measured(world, 'connection-cleanup');
    assert.ok(finalReads > 0, stderr);
    assert.deepEqual({ failed, unreadable }, { failed: 0, unreadable: 0 });
    assert.equal(stored(world, 'connection-cleanup', 'k6.log'), '');
  }));

test('a catalog that is described wrongly is told by what the service answered, and no load is sent', () =>
  inWorld(async (world) => {
    const catalog = { ...BY_REVISION, read: { ...BY_REVISION.read, version: { header: 'ETag' } } };
    const target = world.target('catalog-documents', {}, { catalog });
    const { code, stdout } = await world.run(`t3-micro catalog/read-heavy ${LOAD} ${target}`);
    assert.equal(code, 2);
    assert.match(
      stdout,
      /catalog: read of bb-\S+: the version in the header ETag is not there; correct catalog\.read/,
    );
  }));

test('more clients or a longer load than the suite takes are refused before anything is started', () =>
  inWorld(async (world) => {
    const clients = await world.run('t3-micro catalog --vus 51 --dry-run');
    assert.equal(clients.code, 64);
    assert.match(clients.stderr, /catalog\/concurrent-writers: --vus 51 is out of range; expected 1 to 50/);
    const seconds = await world.run('t3-micro catalog/read-heavy --duration 301s');
    assert.equal(seconds.code, 64);
    assert.match(seconds.stderr, /catalog\/read-heavy: --duration 301s is out of range; expected 1s to 300s/);
    const all = await world.run('t3-micro all --dry-run');
    assert.doesNotMatch(all.stdout, /catalog/);
  }));

function measured(world: World, scenario: string) {
  const { metrics } = JSON.parse(stored(world, scenario, 'summary.json'));
  const count = (name: string): number => metrics[`catalog_${name}`]?.values.count ?? 0;
  return {
    failed: metrics.op_failed?.values.rate,
    reads: count('reads'),
    writes: count('writes'),
    conflicts: count('conflicts'),
    givenUp: count('given_up'),
    versionChanges: count('version_changes'),
    finalReads: count('final_reads'),
    unreadable: count('unreadable'),
  };
}

function historyOf(world: World, scenario: string): HistoryRecord[] {
  const lines = stored(world, scenario, 'history.ndjson').trim().split('\n');
  return lines.map((line) => JSON.parse(line));
}

function stored(world: World, scenario: string, file: string): string {
  return readFileSync(join(world.results, 'latest', 't3-micro', 'catalog', scenario, file), 'utf8');
}
