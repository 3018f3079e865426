import assert from 'node:assert/strict';
import { test } from 'node:test';
import { outcomeOf } from '../../judge/fixtures.ts';
import { type FakeService, fakeDriver } from '../../sandbox/fake.ts';
import type { Outcome } from '../../store/records/records.ts';
import type { Drive, DriveEnd } from '../drive/generator.ts';
import { period } from './fixtures.ts';
import type { Ending } from './rule.ts';
import type { Rules } from './rules.ts';
import { noteDeath, startWatch, type Watch } from './watch.ts';

const ENDED: DriveEnd = { exit: { exitCode: 103, signal: null, scriptExceptions: 0 } };
const QUIET: Rules = { sample: [], period: [] };
const SPEC = {
  name: 'x',
  command: [],
  env: {},
  cwd: '/',
  limits: { cpus: 1, memoryBytes: 1 },
  logFile: '/dev/null',
};
const PERIOD = period(1, { vus: { value: 5 } });

interface Watched {
  watch: Watch;
  outcome: Outcome;
  service: FakeService;
  interrupt: AbortController;
  /** How often k6 was asked to stop. */
  stops: () => number;
  /** k6 ends. */
  end: () => Promise<void>;
}

async function watched(rules: Rules = QUIET): Promise<Watched> {
  const driver = fakeDriver();
  await driver.start(SPEC, { add() {}, remove() {} });
  const service = driver.started[0];
  assert.ok(service);
  const outcome = outcomeOf();
  const interrupt = new AbortController();
  let stops = 0;
  let settle: (end: DriveEnd) => void = () => {};
  const ended = new Promise<DriveEnd>((resolve) => {
    settle = resolve;
  });
  const drive: Drive = {
    stats: () => ({}),
    ended,
    async stop() {
      stops++;
    },
  };
  const watch = startWatch(drive, service, outcome, interrupt.signal, rules);
  const end = async () => {
    settle(ENDED);
    assert.deepEqual(await watch.ended, ENDED);
  };
  return { watch, outcome, service, interrupt, end, stops: () => stops };
}

const always = (id: Ending['id']) => () => ({ id, message: `it was ${id}` });

/** Lets what was settled be heard. */
const heard = () => new Promise((resolve) => setImmediate(resolve));

test('a load that nothing happens to is left alone', async () => {
  const { watch, outcome, stops, end } = await watched();
  watch.period(PERIOD);
  watch.sample({ t: 1, values: {} });
  await end();
  assert.deepEqual([outcome.firstCause, outcome.endedEarly, stops()], [undefined, undefined, 0]);
});

test('a death stops k6 and is the first cause', async () => {
  const { outcome, service, stops, end } = await watched();
  service.end({ code: 3, atMs: 1000 });
  await heard();
  await end();
  assert.equal(stops(), 1);
  assert.deepEqual(outcome.firstCause, {
    id: 'target-exited',
    message: 'the service ended with exit code 3 under load',
    atMs: 1000,
  });
  assert.equal(outcome.serviceExit?.code, 3);
});

test('memory that is full is the first cause, though the service is killed while k6 still stops', async () => {
  const { watch, outcome, service, stops, end } = await watched({
    ...QUIET,
    sample: [always('target-memory-critical')],
  });
  watch.sample({ t: 1, values: {} });
  assert.equal(stops(), 1);
  service.end({ code: null, signal: 'SIGKILL', oomKilled: true, atMs: Date.now() + 1000 });
  await heard();
  await end();
  assert.equal(outcome.firstCause?.id, 'target-memory-critical');
  assert.equal(outcome.firstCause?.message, 'it was target-memory-critical');
  assert.equal(outcome.serviceExit?.oomKilled, true);
});

test('of a limit that is hopeless, an interrupt and a load that has settled the first one counts, in any order', async () => {
  const rules = { ...QUIET, period: [always('limit-hopeless'), always('settled')] };
  const hopelessFirst = await watched(rules);
  hopelessFirst.watch.period(PERIOD);
  hopelessFirst.interrupt.abort();
  assert.deepEqual(
    [hopelessFirst.outcome.firstCause?.id, hopelessFirst.outcome.endedEarly, hopelessFirst.stops()],
    ['limit-hopeless', undefined, 1],
  );
  const interruptFirst = await watched(rules);
  interruptFirst.interrupt.abort();
  interruptFirst.watch.period(PERIOD);
  assert.deepEqual(
    [interruptFirst.outcome.firstCause?.id, interruptFirst.outcome.endedEarly, interruptFirst.stops()],
    ['interrupted', undefined, 1],
  );
  const settledFirst = await watched({ ...QUIET, period: [...rules.period].reverse() });
  settledFirst.watch.period(PERIOD);
  settledFirst.interrupt.abort();
  assert.equal(settledFirst.outcome.firstCause, undefined);
  assert.equal(settledFirst.outcome.endedEarly?.rule, 'it was settled');
  assert.equal(settledFirst.stops(), 1);
});

test('a service that dies while a settled load drains has died all the same', async () => {
  const { watch, outcome, service, end } = await watched({ ...QUIET, period: [always('settled')] });
  watch.period(PERIOD);
  service.end({ code: 1 });
  await heard();
  await end();
  assert.equal(outcome.firstCause?.id, 'target-exited');
  assert.equal(outcome.endedEarly?.rule, 'it was settled');
});

test('what comes when k6 has ended changes nothing', async () => {
  const { watch, outcome, service, interrupt, stops, end } = await watched({
    sample: [always('target-memory-critical')],
    period: [always('limit-hopeless')],
  });
  await end();
  watch.period(PERIOD);
  watch.sample({ t: 1, values: {} });
  interrupt.abort();
  service.end();
  await heard();
  assert.deepEqual([outcome.firstCause, outcome.serviceExit, stops()], [undefined, undefined, 0]);
});

test('one who interrupted before the load began is heard', async () => {
  const interrupt = new AbortController();
  interrupt.abort();
  const outcome = outcomeOf();
  let stops = 0;
  const drive: Drive = { stats: () => ({}), ended: Promise.resolve(ENDED), stop: async () => void stops++ };
  await startWatch(drive, undefined, outcome, interrupt.signal, QUIET).ended;
  assert.deepEqual([outcome.firstCause?.id, stops], ['interrupted', 1]);
});

test('rules are told how long the load had been played, counted from its first VU', async () => {
  const seen: number[] = [];
  const note = (_: unknown, playedSeconds: number) => void seen.push(playedSeconds);
  const { watch, end } = await watched({ sample: [note], period: [note] });
  watch.period(period(1, { vus: { value: 0 } }));
  watch.sample({ t: PERIOD.t, values: {} });
  watch.period(period(3, { vus: { value: 1 } }));
  watch.period(period(9, { vus: { value: 1 } }));
  watch.sample({ t: PERIOD.t + 9500, values: {} });
  await end();
  assert.deepEqual(seen, [0, 0, 0, 6, 7.5]);
});

test('a death that is heard of late, but came before what was noted, is the first cause', () => {
  const hopeless = { id: 'limit-hopeless', message: 'all refused', atMs: 5000 } as const;
  const exit = { code: null, signal: 'SIGKILL', oomKilled: true } as const;
  const earlier = outcomeOf({ firstCause: hopeless });
  noteDeath(earlier, { ...exit, atMs: 4000 });
  assert.deepEqual([earlier.firstCause?.id, earlier.firstCause?.atMs], ['target-oom-killed', 4000]);
  const later = outcomeOf({ firstCause: hopeless });
  noteDeath(later, { ...exit, atMs: 6000 });
  assert.equal(later.firstCause, hopeless);
  assert.equal(later.serviceExit?.atMs, 6000);
});
