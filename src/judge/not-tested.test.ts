import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  evidenceOf,
  GIB,
  MICRO,
  outcomeOf,
  PING,
  runOf,
  START_MS,
  samplesOf,
  summaryOf,
  trend,
} from './fixtures.ts';
import { judgeScenario } from './judge.ts';
import { soak } from './load/steady-fixtures.ts';
import { notTested } from './not-tested.ts';

function missing(seconds: number, memoryBytes = GIB): string[] {
  const legs = [
    { phase: 'warmup', move: 'ramp', seconds: 60, level: 20 } as const,
    { phase: 'steady', move: 'hold', seconds, level: 20 } as const,
  ];
  const profile = { ...MICRO, limits: { cpus: 1, memoryBytes } };
  return notTested(evidenceOf({ scenario: { ...PING, legs }, profile })).map(({ what }) => what);
}

test('what needs longer than the steady part held is listed; at the length it needs it is tested', () => {
  assert.deepEqual(missing(27), ['gc', 'leak', 'degradation']);
  assert.deepEqual(missing(149), ['gc', 'leak', 'degradation']);
  assert.deepEqual(missing(150), ['leak', 'degradation']);
  assert.deepEqual(missing(2249), ['leak', 'degradation']);
  assert.deepEqual(missing(2250), ['leak']);
  assert.deepEqual(missing(6749), ['leak']);
  assert.deepEqual(missing(6750), []);
});

test('a bigger box fills faster when it fills within a day, so that a leak shows sooner', () => {
  assert.deepEqual([missing(3374, 2 * GIB), missing(3375, 2 * GIB)], [['leak'], []]);
  // descriptors are the same few in every box
  assert.deepEqual([missing(3374, 64 * GIB), missing(3375, 64 * GIB)], [['leak'], []]);
});

test('a box of unknown size is taken for the smallest', () => {
  const { limits: _, ...boundless } = MICRO;
  const leak = notTested(evidenceOf({ profile: boundless })).find(({ what }) => what === 'leak');
  assert.equal(leak?.needsSeconds, 6750);
});

test('a load of which nobody knows when it began held nothing', () => {
  assert.match(notTested(evidenceOf({ summary: undefined }))[0]?.message ?? '', /this one held 0 s$/);
});

test('a scenario that was not run was not too short', () => {
  assert.deepEqual(notTested(evidenceOf({ outcome: undefined })), []);
});

test('the entry says how long it would need and how long it had, the warmup not counted', () => {
  const [gc] = notTested(evidenceOf());
  assert.deepEqual(gc, {
    what: 'gc',
    needsSeconds: 150,
    message: 'a stalled garbage collector would need a steady load of 150 s; this one held 27 s',
  });
});

test('what a service never tells of is not tested, however long the load', () => {
  const steady = { phase: 'steady', move: 'hold', seconds: 9000, level: 20 } as const;
  const scenario = { ...PING, legs: [steady] };
  const samples = samplesOf({ process_resident_memory_bytes: [1, 1] });
  const run = runOf({ target: { ...runOf().target, probes: ['pprof'] } });
  assert.deepEqual(
    notTested(evidenceOf({ run, scenario, samples })).map(({ message }) => message),
    [
      'a stalled garbage collector would need a probe in the target file that shows it and a steady load of 150 s; this one held 9000 s',
    ],
  );
  assert.deepEqual(notTested(evidenceOf({ run, scenario, samples: [] })), []);
});

test('what would have come after the end of a load that had settled is listed, with the rule', () => {
  const endedEarly = { rule: 'throughput and p95 stayed the same', atMs: START_MS + 23_000 };
  const rest = notTested(evidenceOf({ outcome: outcomeOf({ endedEarly }) }));
  assert.deepEqual(
    rest.map(({ what }) => what),
    ['gc', 'leak', 'degradation', 'rest-of-load'],
  );
  assert.match(rest[0]?.message ?? '', /this one held 20 s$/);
  assert.deepEqual(rest.at(-1), {
    what: 'rest-of-load',
    needsSeconds: 30,
    message:
      'what only shows later: the load ended after 23 of 30 s (--until-stable: throughput and p95 stayed the same)',
  });
});

test('a load that was to settle and never did says why; one that settled, or was ended by something else, does not', () => {
  const unsettled =
    'in the last 3 windows of 6 s the p95 (40, 90, 40 ms) differed too much (10 % or 5 ms are allowed)';
  const last = (changes: Parameters<typeof outcomeOf>[0]) =>
    notTested(evidenceOf({ outcome: outcomeOf({ unsettled, ...changes }) })).at(-1);
  assert.deepEqual(last({}), {
    what: 'settled-load',
    needsSeconds: 30,
    message: `what the load settles at: it never settled in all of its 30 s (--until-stable): ${unsettled}`,
  });
  const atMs = START_MS + 23_000;
  assert.equal(last({ endedEarly: { rule: 'it settled', atMs } })?.what, 'rest-of-load');
  assert.notEqual(last({ firstCause: { id: 'interrupted', message: '', atMs } })?.what, 'settled-load');
});

test('what was found in a short run is not listed as not tested', () => {
  const untested = (mibPerSecond: number) =>
    judgeScenario(
      soak({ seconds: 28, values: (t) => ({ runtime_heap_mb: 50 + mibPerSecond * t }) }),
    ).notTested.map(({ what }) => what);
  assert.deepEqual(untested(0), ['gc', 'leak', 'degradation']);
  assert.deepEqual(untested(9), ['gc', 'degradation']);
});

test('a recovery that is held too briefly to prove anything is listed, one that is long enough is not', () => {
  const whats = (seconds: number) =>
    notTested(
      evidenceOf({
        scenario: { ...PING, legs: [...PING.legs, { phase: 'recovery', move: 'hold', seconds, level: 1 }] },
      }),
    ).filter(({ what }) => what === 'recovery');
  assert.deepEqual(whats(10), []);
  assert.deepEqual(whats(9), [
    {
      what: 'recovery',
      needsSeconds: 10,
      message:
        'showing that the service does not recover after a spike would need 10 s of recovery; this one had 9 s',
    },
  ]);
});

test('levels that are held too briefly to read a throughput off are listed, with the load that would do', () => {
  const held = (seconds: number) =>
    notTested(
      evidenceOf({
        scenario: {
          ...PING,
          legs: [100, 200].flatMap((level) => [
            { phase: 'level', move: 'ramp', seconds: 1, level } as const,
            { phase: 'level', move: 'hold', seconds, level } as const,
          ]),
        },
      }),
    ).filter(({ what }) => what === 'breaking-point');
  assert.deepEqual(held(3), []);
  assert.deepEqual(held(1), [
    {
      what: 'breaking-point',
      needsSeconds: 12,
      message:
        'finding where the service saturates would need levels held for 3 s, which is 12 s of load; the shortest here was 1 s',
    },
  ]);
});

test('a bucket that did not become as large as it should is told, and one that did is not', () => {
  const scenario = { ...PING, name: 's3/large-bucket', needs: ['s3'] };
  const seen = (stored: number, more: object = {}) => {
    const metrics = { 'op_duration{op:put}': trend({}, stored) };
    const evidence = evidenceOf({ scenario: { ...scenario, ...more }, summary: summaryOf(metrics) });
    return notTested(evidence).filter(({ what }) => what === 'large-bucket');
  };
  assert.match(seen(1000)[0]?.message ?? '', /a bucket of 5000 keys .* 1000 had been stored/);
  assert.deepEqual([seen(4990), seen(1000, { s3: { keys: 1000 } })], [[], []]);
});
