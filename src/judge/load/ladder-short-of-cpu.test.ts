/** Levels on which k6 or the service was kept from the CPU. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Evidence } from '../evidence.ts';
import { samplesOf } from '../fixtures.ts';
import {
  closedModel,
  failing,
  LADDER_VUS,
  ladder,
  ladderLegs,
  modes,
  playedLadder,
} from './ladder-fixtures.ts';

/** From the third level on, a machine without idle CPU on which k6 waits half of its time, and the service as told. */
function starved(
  inFlight: (second: number) => number | undefined,
  serviceWaits?: number,
): Evidence['samples'] {
  const seconds = Array.from({ length: 84 }, (_, second) => second);
  const late = seconds.map((second) => Math.max(0, second - 32));
  return samplesOf({
    host_cpu_busy_seconds_total: late.map((second) => 4 * second),
    k6_cpu_seconds_total: seconds,
    k6_cpu_wait_seconds_total: seconds,
    requests_in_flight: seconds.map(inFlight),
    ...(serviceWaits === undefined
      ? {}
      : {
          process_cpu_seconds_total: seconds.map((second) => second * 0.4),
          process_cpu_wait_seconds_total: seconds.map((second) => second * serviceWaits),
        }),
  });
}

test('slowness that k6 may have caused tells nothing, unless the service had CPU and itself holds what k6 waits for', () => {
  const evidence = (inFlight?: number, serviceWaits?: number) =>
    playedLadder(closedModel(300), ladderLegs(LADDER_VUS), {
      samples: starved(() => inFlight, serviceWaits),
    });
  assert.deepEqual(modes(evidence()), [
    'good',
    'good',
    'generator-limited',
    'generator-limited',
    'generator-limited',
  ]);
  const { lastGood, firstBad, untold } = ladder(evidence());
  assert.deepEqual([lastGood?.level, firstBad?.level, untold?.level], [200, undefined, 500]);
  assert.equal(modes(evidence(2, 0))[2], 'generator-limited');
  assert.equal(modes(evidence(190, 0))[2], 'saturated');
  assert.equal(modes(evidence(190))[2], 'generator-limited', 'whether the service had CPU is not known');
  assert.equal(modes(evidence(190, 1))[2], 'generator-limited', 'the service had to wait for a CPU as well');
});

test('whichever way a level failed, a service without CPU is not to blame; what it answered when it had CPU is', () => {
  const failed = (kind: string, serviceWaits?: number) =>
    modes({ ...failing(kind), samples: starved(() => 1, serviceWaits) })[2];
  for (const kind of ['timeout', 'refused', 'http_5xx', 'reset'])
    for (const waits of [1, undefined])
      assert.equal(failed(kind, waits), 'generator-limited', `${kind} ${waits}`);
  assert.deepEqual(
    ['timeout', 'reset'].map((kind) => failed(kind, 0)),
    ['generator-limited', 'generator-limited'],
  );
  assert.deepEqual(
    ['http_5xx', 'refused'].map((kind) => failed(kind, 0)),
    ['errors', 'refused'],
  );
});

test('a level that k6 brought to its full height is good, however little CPU it had', () => {
  const evidence = playedLadder(closedModel(1e6), ladderLegs(LADDER_VUS), { samples: starved(() => 1) });
  assert.deepEqual(modes(evidence), new Array(5).fill('good'));
});
