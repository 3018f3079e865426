import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Sample } from '../../contract/contract.ts';
import type { Finding } from '../../store/records/records.ts';
import { MIB } from '../../text/numbers.ts';
import type { Evidence } from '../evidence.ts';
import { evidenceOf, findingOf, PING, type Series, START_MS, samplesOf, summaryOf } from '../fixtures.ts';
import { whatChanged } from './what-changed.ts';

const SECONDS = 40;
const AT = 20;

/** A value a second: one before the moment, with some noise, and another from it on. */
function step(before: number, after: number, noise = 0): number[] {
  return Array.from(
    { length: SECONDS },
    (_, second) => (second < AT ? before : after) + noise * (second % 3),
  );
}

function total(perSecond: number[]): number[] {
  let sum = 0;
  return perSecond.map((value) => {
    sum += value;
    return sum;
  });
}

function changed(
  columns: Series,
  changes: { samples?: (samples: Sample[]) => Sample[] } & Partial<Finding> = {},
) {
  const { samples = (all) => all, ...finding } = changes;
  return whatChanged(
    steadyEvidence({ samples: samples(samplesOf(columns)) }),
    findingOf({ atSeconds: AT, ...finding }),
  );
}

function steadyEvidence(changes: Partial<Evidence>): Evidence {
  const legs = [{ phase: 'steady', move: 'hold', seconds: SECONDS, level: 100 } as const];
  return evidenceOf({ scenario: { ...PING, legs }, summary: summaryOf(), ...changes });
}

const until = (second: number) => (samples: Sample[]) =>
  samples.filter(({ t }) => t <= START_MS + second * 1000);

test('the two series that moved furthest by their own spread are named, in plain units', () => {
  assert.equal(
    changed({
      process_resident_memory_bytes: step(120 * MIB, 410 * MIB, MIB),
      runtime_gc_pause_seconds_total: total(step(0.01, 0.38)),
      runtime_handles: step(20, 60, 8),
      process_threads: step(11, 11),
    }),
    'at that moment, memory rose from 121 MiB to 411 MiB and the share of time in GC pauses rose from 1.00 % to 38 %',
  );
});

test('the last readings of a service that is gone are compared with those before, and what a dying process lets go is none', () => {
  const memory = step(120 * MIB, 120 * MIB).map((value, second) => (second >= 18 ? 410 * MIB : value));
  const threads = step(11, 11).map((value, second) => (second >= 19 ? 1 : value));
  assert.equal(
    changed({ process_resident_memory_bytes: memory, process_threads: threads }, { samples: until(AT) }),
    'just before, memory rose from 120 MiB to 410 MiB',
  );
});

test('noise, a creep and a change that is small for its kind are no change', () => {
  assert.equal(changed({ runtime_handles: step(50, 90, 40) }), undefined);
  assert.equal(changed({ process_resident_memory_bytes: step(1000 * MIB, 1100 * MIB) }), undefined);
  assert.equal(changed({ runtime_handles: step(2, 9) }), undefined);
  const creep = Array.from({ length: SECONDS }, (_, second) => (100 + 3 * second) * MIB);
  assert.equal(changed({ process_resident_memory_bytes: creep }), undefined);
});

test('a load that changed comes first: it needs no other explanation', () => {
  const legs = [
    { phase: 'base', move: 'hold', seconds: AT, level: 100 } as const,
    { phase: 'spike', move: 'hold', seconds: AT, level: 500 } as const,
  ];
  const evidence = steadyEvidence({
    scenario: { ...PING, legs },
    samples: samplesOf({ requests_in_flight: step(5, 400) }),
  });
  assert.equal(
    whatChanged(evidence, findingOf({ atSeconds: AT })),
    'at that moment, the load rose from 100 VUs to 500 VUs and the number of requests in flight rose from 5 to 400',
  );
});

test('what the finding itself is about does not explain it', () => {
  const columns = { process_resident_memory_bytes: step(120 * MIB, 410 * MIB) };
  assert.equal(changed(columns, { metric: 'process_resident_memory_bytes' }), undefined);
});

test('without a moment, a load or readings nothing is said', () => {
  const evidence = steadyEvidence({ samples: samplesOf({ runtime_handles: step(20, 900) }) });
  assert.equal(whatChanged(evidence, findingOf()), undefined);
  assert.equal(
    whatChanged({ ...evidence, summary: undefined, timeline: [] }, findingOf({ atSeconds: AT })),
    undefined,
  );
  assert.equal(changed({}), undefined);
});

test('a total that begins again is no change of its rate', () => {
  const restarted = total(step(0.5, 0.5)).map((value, second) => (second < AT ? value : value - 10));
  assert.equal(changed({ process_cpu_seconds_total: restarted }), undefined);
});
