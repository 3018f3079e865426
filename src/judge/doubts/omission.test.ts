import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Evidence } from '../evidence.ts';
import { START_MS } from '../fixtures.ts';
import { soak } from '../load/steady-fixtures.ts';
import { uniforms } from '../statistics/fixtures/fixtures.ts';
import { doubtsOf } from './doubts.ts';
import { omissionOf, omissionSeen } from './omission.ts';

const SECONDS = 60;
/** Of the load; the first two of them are no part of the steady phase. */
const LOAD_SECONDS = SECONDS + 2;
const SERVICE_MS = 2;

interface Loop {
  vus?: number;
  thinkMs?: number;
  /** When a request is answered that comes at this moment, ms from the begin of the load. */
  answeredAt: (ms: number) => number;
}

/** Every VU asks, waits for its answer, and pauses for between half and one and a half of the think time. */
function closedLoop(
  { vus = 200, thinkMs = 100, answeredAt }: Loop,
  changes: Partial<Evidence> = {},
): Evidence {
  const uniform = uniforms(7);
  const waits: number[][] = Array.from({ length: LOAD_SECONDS }, () => []);
  for (let vu = 0; vu < vus; vu++) {
    let now = uniform() * thinkMs;
    while (now < LOAD_SECONDS * 1000) {
      const answered = answeredAt(now);
      waits[Math.floor(answered / 1000)]?.push(answered - now);
      now = answered + thinkMs * (0.5 + uniform());
    }
  }
  const timeline = waits.map((wait, second) => ({
    t: START_MS + (second + 1) * 1000,
    values: {
      vus: { value: vus },
      http_reqs: { count: wait.length },
      ...(wait.length === 0 ? {} : { op_duration: statisticsOf(wait) }),
    },
  }));
  return { ...soak({ seconds: SECONDS }), timeline, ...changes };
}

function statisticsOf(waits: number[]): Record<string, number> {
  const sorted = [...waits].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.round(share * (sorted.length - 1))] ?? 0;
  return { min: at(0), med: at(0.5), 'p(90)': at(0.9), 'p(95)': at(0.95), 'p(99)': at(0.99), max: at(1) };
}

/** Nothing is answered in the first part of every ten seconds. */
function stalledFor(stallMs: number, everyMs = 10_000): Loop['answeredAt'] {
  return (ms) => Math.max(ms, Math.floor(ms / everyMs) * everyMs + stallMs) + SERVICE_MS;
}

/** What users would have waited who come all the time, whatever the service does. */
function openP95({ answeredAt }: Loop): number {
  const waits = Array.from({ length: SECONDS * 1000 }, (_, at) => answeredAt(2000 + at) - 2000 - at);
  return statisticsOf(waits)['p(95)'] ?? 0;
}

const steady = (ms: number) => ms + SERVICE_MS;

test('a load without stalls leaves nothing out, and neither does one that is always as slow', () => {
  for (const loop of [
    { answeredAt: steady },
    { answeredAt: (ms: number) => ms + 800 },
    { vus: 1, answeredAt: (ms: number) => ms + 1100 },
    { vus: 3, thinkMs: 1000, answeredAt: steady },
  ]) {
    assert.equal(omissionOf(closedLoop(loop))?.omitted, 0);
    assert.equal(omissionSeen(closedLoop(loop)), undefined);
  }
});

test('what a stall hides is counted, and with it p95 is what users would have met who come all the time', () => {
  for (const [stallMs, everyMs] of [
    [3000, 10_000],
    [1500, 10_000],
    [600, 4000],
  ] as const) {
    const loop = { answeredAt: stalledFor(stallMs, everyMs) };
    const found = omissionOf(closedLoop(loop));
    assert.ok(found !== undefined);
    const hidden = stallMs / (everyMs - stallMs);
    const told = found.omitted / found.sent;
    assert.ok(told > 0.7 * hidden && told < 1.2 * hidden, `${told} left out of ${hidden}`);
    const ratio = found.completedP95Ms / openP95(loop);
    assert.ok(ratio > 0.7 && ratio < 1.3, `${found.completedP95Ms} of ${openP95(loop)} ms, ${stallMs} ms`);
    assert.ok(found.p95Ms < found.completedP95Ms / 2, `${found.p95Ms} as measured`);
  }
});

test('seconds in which k6 itself stood still are no stall of the service', () => {
  const evidence = closedLoop({ answeredAt: steady });
  const timeline = evidence.timeline.map(({ t, values }, second) => ({
    t,
    values: { ...values, http_reqs: { count: second % 3 === 0 ? 200 : (values.http_reqs?.count ?? 0) } },
  }));
  assert.equal(omissionSeen({ ...evidence, timeline }), undefined);
});

test('a second that is missing in the timeline is no stall', () => {
  const evidence = closedLoop({ answeredAt: steady });
  const timeline = evidence.timeline
    .map(({ t, values }, second) => {
      const two =
        (values.http_reqs?.count ?? 0) + (evidence.timeline[second - 1]?.values.http_reqs?.count ?? 0);
      return second % 10 === 5 ? { t, values: { ...values, http_reqs: { count: two } } } : { t, values };
    })
    .filter((_, second) => second % 10 !== 4);
  assert.equal(omissionOf({ ...evidence, timeline })?.omitted, 0);
});

test('what is left out is told, as a doubt that takes nothing and points to the open model', () => {
  const stalled = closedLoop({ answeredAt: stalledFor(3000) });
  assert.match(
    omissionSeen(stalled) ?? '',
    /^while responses were outstanding, the VUs of k6 waited and left out about \d+ requests \(\d+ % of those it sent in the steady phase\); with them p95 of all operations would be [\d.]+ s instead of [\d.]+ ms$/,
  );
  const doubtOf = (evidence: Evidence) =>
    doubtsOf(evidence).doubts.find(({ id }) => id === 'closed-model-omission');
  const calm = closedLoop({ answeredAt: steady });
  assert.match(doubtOf(stalled)?.action ?? '', /ping-open/);
  assert.equal(doubtsOf(stalled).takes.has('all'), doubtsOf(calm).takes.has('all'));
  assert.equal(doubtOf(calm), undefined);
});

test('the open model leaves nothing out, and without a timeline nothing is known', () => {
  const evidence = closedLoop({ answeredAt: stalledFor(900) });
  assert.equal(omissionOf({ ...evidence, scenario: { ...evidence.scenario, model: 'open' } }), undefined);
  assert.equal(omissionOf({ ...evidence, timeline: [] }), undefined);
});
