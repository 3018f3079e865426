import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { HistoryRecord } from '../../contract/contract.ts';
import { checkHistory } from './check.ts';
import { historyOf } from './fixtures.ts';
import { type Fault, type Simulation, simulate } from './simulate-fixtures.ts';
import type { Anomaly } from './tally.ts';

const SEEDS = 60;
const CROWD = { clients: 8, keys: 3, operations: 100, unknown: 0.03 };

/** How many of the histories show each anomaly. */
function shown(options: Partial<Simulation>): Partial<Record<Anomaly | 'none', number>> {
  const counts: Partial<Record<Anomaly | 'none', number>> = {};
  for (let seed = 1; seed <= SEEDS; seed++) {
    const { violations } = checkHistory(historyOf(simulate({ ...CROWD, ...options, seed })));
    const names = violations.length === 0 ? (['none'] as const) : violations.map(({ anomaly }) => anomaly);
    for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}

for (const [what, options] of Object.entries<Partial<Simulation>>({
  'versions in every answer': {},
  'versions in answers to reads only': { tellsVersion: false },
  'many writes of unknown outcome': { unknown: 0.3 },
  'writes without a condition': { blind: 0.3, unknown: 0.1 },
  'removals that overlap others': { removes: true, unknown: 0.1 },
  'a single client': { clients: 1, removes: true },
}))
  test(`a sound store is never accused: ${what}`, () => {
    assert.deepEqual(shown(options), { none: SEEDS });
  });

const IN_TENTHS = (_: number, nowMs: number) => Math.floor(nowMs / 100);
for (const [what, versionAt] of Object.entries({
  'are times too coarse': IN_TENTHS,
  'never change': () => 7,
  'begin again after three': (count: number) => count % 3,
}))
  test(`a store whose versions ${what} loses updates, which the values prove`, () => {
    assert.deepEqual(shown({ versionAt, unknown: 0 }), { 'lost-update': SEEDS });
    const { violations, unchecked } = checkHistory(historyOf(simulate({ ...CROWD, versionAt, seed: 1 })));
    assert.deepEqual([violations[0]?.isByValue, unchecked], [true, 0]);
  });

test('versions that come again lose nothing as long as nobody holds an old one', () => {
  for (const options of [
    { versionAt: IN_TENTHS, clients: 1 },
    { versionAt: (count: number) => count % 40 },
  ]) {
    const history = historyOf(simulate({ ...CROWD, operations: 400, seed: 1, ...options }));
    const { violations, unchecked, ambiguity } = checkHistory(history);
    assert.deepEqual([violations, unchecked], [[], 0]);
    assert.ok((ambiguity?.values ?? 0) > 1);
  }
});

test('a version stands for one value in a sound store, also when that is its hash', () => {
  const { ambiguity, unchecked } = checkHistory(historyOf(simulate({ ...CROWD, seed: 1, blind: 0.2 })));
  assert.deepEqual([ambiguity, unchecked], [undefined, 0]);
});

const CERTAIN: [Fault, Anomaly][] = [
  ['lost-update', 'lost-update'],
  ['check-then-write', 'lost-update'],
  ['stale-cache', 'stale-read'],
  ['invented', 'invented-value'],
];
for (const [fault, anomaly] of CERTAIN)
  test(`a store with the fault ${fault} always shows ${anomaly}`, () => {
    assert.equal(shown({ fault, oneIn: 50 })[anomaly], SEEDS);
  });

test('a store that forgets to invalidate shows stale reads and no other anomaly', () => {
  const counts = shown({ fault: 'forget-invalidate', oneIn: 50 });
  assert.ok((counts['stale-read'] ?? 0) > SEEDS / 2);
  assert.deepEqual(Object.keys(counts).sort(), ['none', 'stale-read']);
});

test('one forgotten invalidation in 500 writes is found', () => {
  const options = { fault: 'forget-invalidate', oneIn: 500, operations: 2000, clients: 10 } as const;
  const { violations } = checkHistory(historyOf(simulate({ ...CROWD, ...options, seed: 3 })));
  assert.deepEqual(
    violations.map(({ anomaly }) => anomaly),
    ['stale-read'],
  );
});

test('a version that goes back, and an acknowledgement of nothing, are found by name', () => {
  assert.ok((shown({ fault: 'version-back', oneIn: 50 })['version-back'] ?? 0) > SEEDS / 2);
  assert.ok((shown({ fault: 'phantom-ack', oneIn: 20 })['phantom-ack'] ?? 0) > SEEDS / 2);
});

/** On one key; each record says when it began and ended. */
const record = (
  [c, o, b, e]: [number, HistoryRecord['o'], number, number],
  more: Partial<HistoryRecord> = {},
): HistoryRecord => ({ c, k: 'd', o, b, e, s: 'ok', ...more });
const anomaliesOf = (records: HistoryRecord[]) =>
  checkHistory(historyOf(records)).violations.map(({ anomaly, count }) => [anomaly, count]);
const CREATED = record([0, 'create', 0, 1], { v: '1', x: 'a' });

test('what touches in one millisecond is concurrent', () => {
  const write = record([1, 'write', 5, 9], { v: '2', x: 'b', r: '1' });
  const read = (b: number) => record([2, 'read', b, 20], { v: '1', x: 'a' });
  assert.deepEqual(anomaliesOf([CREATED, write, read(9)]), []);
  const seen = record([3, 'read', 11, 12], { v: '2', x: 'b' });
  assert.deepEqual(anomaliesOf([CREATED, write, seen, read(10)]), [['stale-read', 1]]);
});

test('a write of unknown outcome may be applied long after its end, or never, but not be undone', () => {
  const lost = record([1, 'write', 5, 6], { x: 'b', r: '1', s: 'unknown' });
  const read = (b: number, x: string) => record([2, 'read', b, b + 1], { v: x === 'a' ? '1' : '2', x });
  assert.deepEqual(anomaliesOf([CREATED, lost, read(20, 'a'), read(30, 'a')]), []);
  assert.deepEqual(anomaliesOf([CREATED, lost, read(20, 'a'), read(30, 'b')]), []);
  assert.deepEqual(anomaliesOf([CREATED, lost, read(20, 'b'), read(30, 'a')]), [['version-back', 1]]);
});

test('two acknowledged creates of one key are a lost update', () => {
  const other = record([1, 'create', 5, 6], { v: '1', x: 'b' });
  assert.deepEqual(anomaliesOf([CREATED, other]), [['lost-update', 1]]);
});

test('versions may begin again after a removal, and what was removed must not come back', () => {
  const removed = record([1, 'remove', 5, 6], { r: '1' });
  const again = record([1, 'create', 10, 11], { v: '1', x: 'b' });
  const write = record([2, 'write', 20, 21], { v: '2', x: 'c', r: '1' });
  const absent = record([3, 'read', 7, 8]);
  const read = (b: number, x: string) => record([4, 'read', b, b + 1], { v: '1', x });
  assert.deepEqual(anomaliesOf([CREATED, removed, absent, again, read(15, 'b'), write]), []);
  assert.deepEqual(anomaliesOf([CREATED, removed, again, read(15, 'a')]), [['stale-read', 1]]);
  assert.deepEqual(anomaliesOf([CREATED, removed, again, record([3, 'read', 12, 13])]), [['phantom-ack', 1]]);
});

test('a dataset that was there before is no invention, nor is a version that only a list has shown', () => {
  const read = (b: number, x: string) => record([1, 'read', b, b + 1], { v: x, x });
  const write = record([2, 'write', 20, 21], { v: '9', x: 'c', r: 'from-a-list' });
  assert.deepEqual(anomaliesOf([read(5, 'before'), read(10, 'before'), write, read(30, 'c')]), []);
});

test('a store whose versions are too coarse to tell states apart is not accused for that', () => {
  const write = (b: number, x: string) =>
    record([1, 'write', b, b + 1], { v: 'noon', x, r: b < 9 ? '1' : 'noon' });
  assert.deepEqual(anomaliesOf([CREATED, write(5, 'b'), write(10, 'c'), write(15, 'd')]), []);
});

test('a write on a version of several states is unchecked where nothing tells which its client had read', () => {
  const write = (c: number, b: number, x: string, r: string) =>
    record([c, 'write', b, b + 1], { v: 'noon', x, r });
  const records = [CREATED, write(1, 5, 'b', '1'), write(1, 10, 'c', 'noon'), write(2, 15, 'd', 'noon')];
  const { violations, unchecked } = checkHistory(historyOf(records));
  assert.deepEqual([violations, unchecked], [[], 1]);
});

test('writes that are based on each other are invented', () => {
  const write = (c: number, x: string, v: string, r: string) => record([c, 'write', 5, 9], { v, x, r });
  assert.equal(
    anomaliesOf([CREATED, write(1, 'b', '2', '3'), write(2, 'c', '3', '2')])[0]?.[0],
    'invented-value',
  );
});

test('what is read before and after the load does not say until when the clients wrote', () => {
  const read = (c: number, b: number, x: string) => record([c, 'read', b, b + 1], { v: x, x });
  const early = read(0, 2, 'a');
  assert.deepEqual(anomaliesOf([CREATED, early, read(1, 10, 'nobody'), read(1, 20, 'a')]), [
    ['invented-value', 1],
  ]);
});

test('a removal within the millisecond in which the last read ended hides nothing', () => {
  const write = (c: number, x: string) => record([c, 'write', 5, 9], { x, r: '1' });
  const end = [
    record([0, 'read', 20, 21], { v: '2', x: 'c', f: 1 }),
    record([0, 'remove', 21, 21], { r: '2' }),
  ];
  assert.deepEqual(anomaliesOf([CREATED, write(1, 'b'), write(2, 'c'), ...end]), [['lost-update', 1]]);
});

test('what is removed while others write is checked as long as nobody makes it again', () => {
  const write = record([1, 'write', 5, 9], { v: '2', x: 'b', r: '1' });
  const removed = record([2, 'remove', 6, 12], { r: '2' });
  const absent = record([3, 'read', 11, 12]);
  assert.deepEqual(anomaliesOf([CREATED, write, removed, absent]), []);
  const back = record([3, 'read', 20, 21], { v: '2', x: 'b' });
  assert.deepEqual(anomaliesOf([CREATED, write, removed, back]), [['stale-read', 1]]);
  const other = record([3, 'write', 7, 13], { x: 'c', r: '1' });
  assert.deepEqual(anomaliesOf([CREATED, write, other, removed]), [['lost-update', 1]]);
});

test('what was removed and made again amid other operations is said to be checked in part', () => {
  const removed = record([2, 'remove', 6, 12], { r: '1' });
  const again = record([3, 'create', 10, 15], { v: '1', x: 'b' });
  const { violations, inPart } = checkHistory(historyOf([CREATED, removed, again]));
  assert.deepEqual([violations, inPart], [[], 3]);
});
