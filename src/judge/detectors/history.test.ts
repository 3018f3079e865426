import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { HistoryRecord } from '../../contract/contract.ts';
import { FILES, scenarioFolder } from '../../store/store.ts';
import { evidenceOf, PING, runOf, START_MS, storedRun } from '../fixtures.ts';
import { historyOf } from '../history/fixtures.ts';
import { judge } from '../judge.ts';
import { judgeHistory } from './history.ts';

const CATALOG = { ...PING, name: 'catalog/writers', history: true as const };

/** A record that takes 10 ms from a moment of the load on; k is d, and an ETag its version. */
function did(
  [c, o]: [number, HistoryRecord['o']],
  atMs: number,
  more: Partial<Omit<HistoryRecord, 'c' | 'o'>> = {},
): HistoryRecord {
  return { c, k: 'd', o, b: START_MS + atMs, e: START_MS + atMs + 10, s: 'ok', ...more };
}

const CREATED = did([0, 'create'], -100, { v: '"1"', x: '0-1' });
const FINAL = (version: string, x: string) => did([0, 'read'], 30_000, { v: `"${version}"`, x, f: 1 });
const SECOND = did([3, 'write'], 12_090, { v: '"2"', x: '3-1', r: '"1"' });

const judged = (records: HistoryRecord[]) =>
  judgeHistory(evidenceOf({ scenario: CATALOG, history: () => historyOf(records) }));

test('a stale read is told with who wrote and who read when', () => {
  const stale = did([7, 'read'], 12_304, { v: '"1"', x: '0-1' });
  const [finding, ...others] = judged([CREATED, SECOND, stale, FINAL('2', '3-1')]);
  assert.deepEqual(others, []);
  assert.deepEqual(
    [finding?.detector, finding?.status, finding?.value, finding?.atSeconds],
    ['stale-read', 'critical', 1, 12.314],
  );
  assert.equal(
    finding?.message,
    "1 read returned an older state than was already known; client 7 read version 1 of d from 12.304 s on, although client 3's write of version 2 was acknowledged at 12.100 s",
  );
  assert.deepEqual(finding?.story, [
    {
      client: 3,
      op: 'write',
      key: 'd',
      beginSeconds: 12.09,
      endSeconds: 12.1,
      outcome: 'ok',
      version: '2',
      value: '3-1',
      basedOn: '1',
    },
    {
      client: 7,
      op: 'read',
      key: 'd',
      beginSeconds: 12.304,
      endSeconds: 12.314,
      outcome: 'ok',
      version: '1',
      value: '0-1',
      isWrong: true,
    },
  ]);
});

test('two acknowledged writes from one version are a lost update', () => {
  const other = did([4, 'write'], 12_095, { v: '"3"', x: '4-1', r: '"1"' });
  const [finding] = judged([CREATED, SECOND, other, FINAL('3', '4-1')]);
  assert.equal(finding?.detector, 'lost-update');
  assert.match(
    finding?.message ?? '',
    /clients 3 and 4 both changed d from version 1 and both got an acknowledgement, at 12\.100 s and 12\.105 s/,
  );
});

test('a version that goes back for one client is told apart from a stale read', () => {
  const seen = did([7, 'read'], 12_200, { v: '"2"', x: '3-1' });
  const back = did([7, 'read'], 12_304, { v: '"1"', x: '0-1' });
  const [finding] = judged([CREATED, SECOND, seen, back, FINAL('2', '3-1')]);
  assert.equal(finding?.detector, 'version-back');
  assert.match(
    finding?.message ?? '',
    /client 7 read version 1 of d from 12\.304 s on, although it had itself read version 2 at 12\.210 s/,
  );
});

test('a write that was acknowledged and never stored is a phantom', () => {
  const [finding] = judged([CREATED, SECOND, FINAL('1', '0-1')]);
  assert.equal(finding?.detector, 'phantom-ack');
  assert.match(
    finding?.message ?? '',
    /client 3's write of d \(version 2\) was acknowledged at 12\.100 s, but nobody ever saw it/,
  );
});

test('a value that nobody wrote, or whose write was refused, is invented', () => {
  const foreign = did([7, 'read'], 12_304, { v: '"2"', x: 'nobody' });
  const later = [did([7, 'read'], 20_000, { v: '"1"', x: '0-1' }), FINAL('1', '0-1')];
  assert.match(
    judged([CREATED, foreign, ...later])[0]?.message ?? '',
    /read version 2 of d .*, which nobody had written$/,
  );
  const refused: HistoryRecord = { ...SECOND, s: 'conflict' };
  delete refused.v;
  const dirty = did([7, 'read'], 12_304, { v: '"2"', x: '3-1' });
  const [finding] = judged([CREATED, refused, dirty, FINAL('2', '3-1')]);
  assert.equal(finding?.detector, 'invented-value');
  assert.match(finding?.message ?? '', /whose write by client 3 had been refused at 12\.100 s/);
});

test('a value whose write k6 may have cut off is not called invented', () => {
  const last = did([7, 'read'], 20_000, { v: '"1"', x: '0-1' });
  const elsewhere = did([3, 'write'], 5000, { k: 'e', v: '"2"', x: '3-9', r: '"1"' });
  const [finding] = judged([CREATED, elsewhere, last, FINAL('2', '7-9')]);
  assert.equal(finding?.status, 'healthy');
});

test('a history without an anomaly is healthy and says how much was checked', () => {
  const [finding] = judged([CREATED, SECOND, FINAL('2', '3-1')]);
  assert.deepEqual([finding?.detector, finding?.status], ['history', 'healthy']);
  assert.match(finding?.message ?? '', /^3 operations on 1 key have an order/);
});

test('a scenario that should have a history and has none, or half of one, is unknown', () => {
  const without = judgeHistory(evidenceOf({ scenario: CATALOG }));
  const nothingWritten = judged([did([1, 'read'], 5)]);
  const cut = judged([CREATED, SECOND, did([1, 'read'], 20_000, { v: '"2"', x: '3-1' })]);
  assert.deepEqual(
    [without, nothingWritten, cut].map(([finding]) => finding?.status),
    ['unknown', 'unknown', 'unknown'],
  );
  assert.match(cut[0]?.message ?? '', /ends before the final state was read/);
});

test('a store that lets nobody change what is there has shown nothing, although it took what was made', () => {
  const refused: HistoryRecord = { ...SECOND, s: 'conflict' };
  delete refused.v;
  const [finding] = judged([CREATED, refused, FINAL('1', '0-1')]);
  assert.equal(finding?.status, 'unknown');
  assert.match(finding?.message ?? '', /0 acknowledged updates/);
});

test('a store whose version never changes holds no write off, and has shown nothing', () => {
  const same = Array.from({ length: 20 }, (_, at) => [
    did([3, 'write'], 1000 * at, { v: '"1"', x: `3-${at}`, r: '"1"' }),
    did([3, 'read'], 1000 * at + 500, { v: '"1"', x: `3-${at}` }),
  ]).flat();
  const [finding] = judged([CREATED, ...same, FINAL('1', '3-19')]);
  assert.equal(finding?.status, 'unknown');
  assert.match(finding?.message ?? '', /^version 1 of d stood for 20 different values: the version cannot/);
});

test('a lost update under a version of several states is proven by the values, and the version named as the cause', () => {
  const at = (c: number, o: HistoryRecord['o'], ms: number, x: string, r?: string) =>
    did([c, o], ms, { v: '"noon"', x, ...(r === undefined ? {} : { r }) });
  const read = [at(1, 'read', 0, '3-1'), at(2, 'read', 0, '3-1')];
  const first = did([3, 'write'], -50, { v: '"noon"', x: '3-1', r: '"1"' });
  const writes = [at(1, 'write', 20, '1-1', '"noon"'), at(2, 'write', 40, '2-1', '"noon"')];
  const last = did([0, 'read'], 30_000, { v: '"noon"', x: '2-1', f: 1 });
  const [finding, ...others] = judged([CREATED, first, ...read, ...writes, last]);
  assert.deepEqual([finding?.detector, finding?.status, others], ['lost-update', 'critical', []]);
  assert.equal(
    finding?.cause,
    'version noon of d stood for 2 different values: the version cannot tell updates apart',
  );
});

test('what cannot be checked is said with its share', () => {
  const write = (c: number, atMs: number, x: string, r: string) =>
    did([c, 'write'], atMs, { v: '"noon"', x, r });
  const writes = [write(1, 0, 'b', '"1"'), write(1, 20, 'c', '"noon"'), write(2, 40, 'd', '"noon"')];
  const [finding] = judged([CREATED, ...writes, did([0, 'read'], 30_000, { v: '"noon"', x: 'd', f: 1 })]);
  assert.equal(finding?.status, 'unknown');
  assert.match(
    finding?.message ?? '',
    /^33 % of the acknowledged updates could not be checked, .* 1 of 3, so nothing can be said/,
  );
});

const WEAK_FINAL = did([0, 'read'], 30_000, { v: 'W/"1"', x: '0-1', f: 1 });
const refusals = (tag: string, times: number) =>
  Array.from({ length: times }, (_, at) => [
    did([3, 'read'], 1000 * at, { v: tag, x: '0-1' }),
    did([3, 'write'], 1000 * at + 50, { s: 'conflict', x: `3-${at}`, r: tag }),
  ]).flat();

test('updates that are all refused, though nobody else wrote, are laid at a weak ETag', () => {
  const [finding] = judged([CREATED, ...refusals('W/"1"', 12), WEAK_FINAL]);
  assert.deepEqual([finding?.status, finding?.metric, finding?.value], ['critical', 'refused_updates', 12]);
  assert.match(finding?.message ?? '', /^all 12 updates were refused .*, W\/"1"$/);
  assert.match(finding?.cause ?? '', /RFC 9110 §13\.1\.1/);
});

test('a weak ETag is no cause where somebody else may have written, nor a strong one ever', () => {
  const statusOf = (records: HistoryRecord[]) => judged(records)[0]?.status;
  const weak = refusals('W/"1"', 12);
  assert.equal(statusOf([CREATED, ...refusals('"1"', 12), FINAL('1', '0-1')]), 'unknown');
  const other = did([4, 'write'], 40, { s: 'unknown', x: '4-1', r: 'W/"1"' });
  assert.equal(statusOf([CREATED, other, ...weak, WEAK_FINAL]), 'unknown');
  const taken = did([4, 'write'], 20_000, { v: 'W/"2"', x: '4-1', r: 'W/"1"' });
  const end = did([0, 'read'], 30_000, { v: 'W/"2"', x: '4-1', f: 1 });
  assert.equal(statusOf([CREATED, ...weak, taken, end]), 'healthy');
});

test('a clock that was set back proves no stale read, and yet a lost update', () => {
  const stale = did([7, 'read'], 12_304, { v: '"1"', x: '0-1' });
  const back = did([7, 'read'], 11_000, { v: '"2"', x: '3-1' });
  assert.equal(judged([CREATED, SECOND, stale, back, FINAL('2', '3-1')])[0]?.status, 'unknown');
  const other = did([4, 'write'], 12_095, { v: '"3"', x: '4-1', r: '"1"' });
  assert.equal(
    judged([CREATED, SECOND, other, did([7, 'read'], 20_000, { v: '"3"', x: '4-1' }), back])[0]?.status,
    'critical',
  );
});

test('a scenario without a history has no such finding', () => {
  assert.deepEqual(judgeHistory(evidenceOf()), []);
});

test('what a target says as a version stays text on one line, and no longer than one can read', () => {
  const stale = did([7, 'read'], 12_304, { v: `\u001b[31m${'x'.repeat(200)}\n`, x: '0-1' });
  const message = judged([CREATED, SECOND, stale, FINAL('2', '3-1')])[0]?.message ?? '';
  assert.ok(!/\p{Cc}/u.test(message), message);
  assert.ok(message.length < 300, message);
});

test('the verdict is made from the stored file alone and fits its schema', async (t) => {
  const folder = await storedRun(t, runOf({ scenarios: [CATALOG] }));
  const stale = did([7, 'read'], 12_304, { v: '"1"', x: '0-1' });
  const lines = [CREATED, SECOND, stale, FINAL('2', '3-1')].map((record) => JSON.stringify(record));
  writeFileSync(
    join(scenarioFolder(folder, 't3-micro', CATALOG.name), FILES.history),
    `no record\n${lines.join('\n')}\n{"c":1,"k"`,
  );
  const { profiles } = judge(folder);
  const finding = profiles[0]?.scenarios[0]?.findings.find(({ detector }) => detector === 'stale-read');
  assert.equal(finding?.story?.length, 2);
});
