import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ERROR_KINDS, type Leg } from '../../contract/contract.ts';
import { ERROR_WORDS } from '../errors/error-words.ts';
import type { Evidence } from '../evidence.ts';
import { counter, evidenceOf, rate, summaryOf, trend } from '../fixtures.ts';
import { exitAt, played, type Second, seconds } from '../load/failure-fixtures.ts';
import { closedModel, LADDER_VUS, ladderLegs, playedLadder } from '../load/ladder-fixtures.ts';
import { judgeErrors } from './errors.ts';

const errorsOf = (of: (second: number) => Second, changes: Partial<Evidence> = {}) =>
  judgeErrors(played(seconds(of), changes));
/** Of 100 operations a second so many fail in this way. */
const always = (failed: Second['failed'], ok: number) => errorsOf(() => ({ ok, failed: failed ?? {} }));
const brief = (findings: ReturnType<typeof judgeErrors>) =>
  findings.map(({ metric, status }) => `${metric} ${status}`);

test('a kind of error is named with share, time and number, and what to do', () => {
  const { cause, advice, ...finding } = always({ http_429: 20 }, 80)[0] ?? {};
  assert.deepEqual(finding, {
    detector: 'errors',
    status: 'critical',
    metric: 'op_errors_http_429',
    value: 600,
    unit: 'count',
    message: '20 % of the operations were rejected by a rate limiter (429), throughout: 600 of 3000',
    atSeconds: 0,
    evidence: ['summary.json', 'timeline.ndjson', 'target.log'],
  });
  assert.equal(cause, 'a rate limiter is on, in the service or in front of it');
  assert.match(advice ?? '', /DISABLE_RATE_LIMITER/);
});

test('where an S3 server gives one code for nearly all errors of a kind, the sentence has it', () => {
  const told = (count: number, code = 'SlowDown') => {
    const evidence = played(seconds(() => ({ ok: 80, failed: { http_unavailable: 20 } })));
    if (evidence.summary !== undefined) evidence.summary.metrics['s3_errors{code:SlowDown}'] = counter(count);
    const [finding] = judgeErrors({ ...evidence, firstErrors: [{ operation: 'put', status: 503, code }] });
    return [finding?.message, finding?.cause?.slice(0, 40)];
  };
  assert.deepEqual(told(600), [
    '20 % of the operations were refused with SlowDown (status 503), throughout: 600 of 3000',
    'the server tells its clients to send les',
  ]);
  // Some of them, or another code: the kind is all that all have in common.
  for (const [message] of [told(300), told(600, 'InternalError')])
    assert.match(message ?? '', /were rejected as unavailable/);
});

test("the scenario's own mark for errors makes the status, of the most frequent kind that for all of them", () => {
  assert.deepEqual(brief(always({ http_5xx: 3 }, 97)), ['op_errors_http_5xx healthy']);
  assert.deepEqual(brief(always({ http_5xx: 8 }, 92)), ['op_errors_http_5xx warning']);
  assert.deepEqual(brief(always({ http_5xx: 9, reset: 8, http_3xx: 2 }, 81)), [
    'op_errors_http_5xx critical',
    'op_errors_reset warning',
    'op_errors_http_3xx healthy',
  ]);
});

test('a kind below one in a hundred is noise, unless it comes in a burst', () => {
  assert.deepEqual(
    errorsOf((second) => ({ ok: 1000, failed: { reset: second === 3 ? 200 : 0 } })),
    [],
  );
  const burst = errorsOf((second) =>
    second >= 5 && second < 9 ? { ok: 10, failed: { http_5xx: 5 } } : { ok: 1000 },
  );
  assert.deepEqual(brief(burst), ['op_errors_http_5xx warning']);
  assert.match(
    burst[0]?.message ?? '',
    /failed inside the service \(5xx\), for 4 s from 0:05 on: 20 of 26060$/,
  );
});

test('a burst where a ladder breaks is how it breaks; one below that is a finding of its own', () => {
  const ladder = (isHit: (second: number) => boolean) => {
    const { timeline, summary, ...evidence } = playedLadder(closedModel(600), ladderLegs(LADDER_VUS, 14));
    const hit = timeline.map((snapshot, second) =>
      isHit(second)
        ? {
            ...snapshot,
            values: { ...snapshot.values, op_failed: { rate: 0.5 }, op_errors_http_5xx: { count: 200 } },
          }
        : snapshot,
    );
    const metrics = { ...summary?.metrics, op_failed: rate(800, 40_000), op_errors_http_5xx: counter(800) };
    return brief(judgeErrors({ ...evidence, timeline: hit, summary: summaryOf(metrics) }));
  };
  // It breaks at 1000 VUs, from 0:54 on.
  assert.deepEqual(
    ladder((second) => second >= 76 && second < 80),
    ['op_errors_http_5xx healthy'],
  );
  assert.deepEqual(
    ladder((second) => second >= 8 && second < 12),
    ['op_errors_http_5xx warning'],
  );
});

test('what nearly all operations fail with to the end is critical, however late it began', () => {
  const expired = errorsOf((second) => (second < 26 ? { ok: 100 } : { failed: { http_auth: 40 } }));
  assert.equal(expired[0]?.status, 'critical');
  assert.equal(
    expired[0]?.message,
    '5.80 % of the operations were not authorized (401), and from 0:26 on nearly all: 160 of 2760',
  );
  assert.equal(expired[0]?.cause, 'a token or session that expired mid-run, or clocks that differ');
  assert.deepEqual(expired[0]?.also, ['there was none before 0:26']);
  const denied = errorsOf(() => ({ failed: { http_auth: 40 } }));
  assert.equal(denied[0]?.cause, 'credentials are missing or wrong');
});

test('an operation is held to the mark by its own requests, which the mean over all hides', () => {
  const ofUploads = (failed: number, others = 0, phase: Leg['phase'] = 'steady') => {
    const { scenario, ...evidence } = played(
      seconds(() => ({ ok: 100 - failed - others, failed: { http_5xx: failed + others } })),
    );
    const summary = evidence.summary && {
      ...evidence.summary,
      metrics: {
        ...evidence.summary.metrics,
        'op_failed{op:upload}': rate(30 * failed, 30 * (25 - failed)),
        'op_failed{op:list}': rate(30 * others, 30 * (75 - others)),
      },
    };
    const legs = scenario.legs.map((leg) => (leg.phase === 'steady' ? { ...leg, phase } : leg));
    return judgeErrors({ ...evidence, scenario: { ...scenario, legs }, summary });
  };
  assert.deepEqual(brief(ofUploads(2)), ['op_errors_http_5xx warning']);
  assert.deepEqual(
    brief(ofUploads(2, 0, 'level')),
    ['op_errors_http_5xx healthy'],
    'a ladder is to break it',
  );
  assert.match(ofUploads(2)[0]?.message ?? '', /60 of 3000; only upload fails, in 8\.00 % of its requests$/);
  assert.deepEqual(brief(ofUploads(4)), ['op_errors_http_5xx critical']);
  assert.match(ofUploads(3, 2)[0]?.message ?? '', /150 of 3000; upload fails most, in 12 % of its requests$/);
  assert.deepEqual(brief(ofUploads(1, 3)), ['op_errors_http_5xx healthy'], 'all fail alike');
  assert.deepEqual(
    brief(ofUploads(0.5)),
    ['op_errors_http_5xx healthy'],
    'it has a name, and is within the mark',
  );
  assert.deepEqual(ofUploads(0.1), [], 'three failed requests are chance');
});

test('connections that a service on this machine cuts are a warning, those of a network are not', () => {
  assert.deepEqual(brief(always({ reset: 2 }, 98)), ['op_errors_reset warning']);
  const { run } = evidenceOf();
  const far = { run: { ...run, target: { ...run.target, startedByUs: false } } };
  assert.deepEqual(brief(errorsOf(() => ({ ok: 98, failed: { reset: 2 } }), far)), [
    'op_errors_reset healthy',
  ]);
});

test('why the service failed is told in its own words', () => {
  const [finding] = errorsOf(() => ({ ok: 50, failed: { http_5xx: 50 } }), {
    logTail: 'up\nOperationalError: database is locked\n',
  });
  assert.equal(finding?.cause, 'target.log says: OperationalError: database is locked');
});

test('connections that were cut are told in the words of the handler that fell', () => {
  const log =
    '2027/01/15 08:00:03 http: panic serving 127.0.0.1:50112: index out of range [9]\ngoroutine 7 [running]:\n';
  const [finding] = errorsOf(() => ({ ok: 90, failed: { reset: 10 } }), { logTail: log });
  assert.match(finding?.cause ?? '', /^target\.log says: .*http: panic serving .*index out of range/);
  const [silent] = errorsOf(() => ({ ok: 90, failed: { reset: 10 } }), { logTail: 'read ECONNRESET\n' });
  assert.match(silent?.cause ?? '', /^the service closed connections that were in use/);
});

test('requests that were never answered rest on timing unless the others were fast, which is told', () => {
  const load = (second: number) => (second === 0 ? { ok: 5 } : { ok: 90, failed: { timeout: 10 } });
  const { summary } = played(seconds(load));
  const [finding, slow] = [40, 4000].flatMap((ms) => {
    const op_duration = trend({ med: 4, 'p(99)': ms });
    return errorsOf(load, { summary: { ...summaryOf(), metrics: { ...summary?.metrics, op_duration } } });
  });
  assert.deepEqual([finding?.restsOnTiming, slow?.restsOnTiming], [false, true]);
  assert.equal(finding?.atSeconds, 0);
  assert.match(
    finding?.message ?? '',
    /timed out, the first sent at 0:00: .*; the others took a median of 4\.0 ms$/,
  );
});

test('what follows from a death, a hang or a full disk is not told again', () => {
  const dead = (second: number) => (second < 9 ? { ok: 100 } : { failed: { refused: 50, reset: 9 } });
  assert.deepEqual(errorsOf(dead, exitAt(12)), []);
  assert.equal(brief(errorsOf(dead))[0], 'op_errors_refused critical');
  assert.deepEqual(
    errorsOf((second) => (second < 9 ? { ok: 100 } : second % 10 === 0 ? { failed: { timeout: 99 } } : {})),
    [],
  );
  assert.deepEqual(
    errorsOf(() => ({ ok: 50, failed: { http_5xx: 50 } }), { logTail: 'ENOSPC\n' }),
    [],
  );
});

test('kinds that are findings of their own are told there', () => {
  const kinds = [
    'wrong_bytes',
    'short_body',
    'lost_file',
    'list_gap',
    'list_stale',
    'list_twice',
    'wrong_etag',
    'wrong_metadata',
    'not_removed',
    'half_stored',
    'lost_part',
    'checksum_ignored',
    'http_507',
  ] as const;
  for (const kind of kinds) assert.deepEqual(always({ [kind]: 50 }, 50), [], kind);
  const told = [...Object.keys(ERROR_WORDS), ...kinds];
  assert.deepEqual([...told].sort(), [...ERROR_KINDS].sort());
});

test('without a timeline the kind is still told', () => {
  const summary = summaryOf({ op_failed: rate(30, 70), op_errors_http_4xx: counter(30) });
  const [finding] = judgeErrors(evidenceOf({ summary, timeline: [] }));
  assert.equal(finding?.message, '30 % of the operations were rejected (4xx): 30 of 100');
});

test('a load without errors has no finding, and neither has none', () => {
  assert.deepEqual(judgeErrors(evidenceOf()), []);
  assert.deepEqual(judgeErrors(evidenceOf({ summary: undefined })), []);
});

test('an error that has the status of a success is at least a warning, since clients do not notice it', () => {
  for (const [kind, status] of [
    ['false_success', 'warning'],
    ['no_id', 'warning'],
    ['http_5xx', 'healthy'],
  ] as const) {
    const [found] = judgeErrors(played(seconds(() => ({ ok: 98, failed: { [kind]: 2 } }))));
    assert.deepEqual([found?.metric, found?.status], [`op_errors_${kind}`, status]);
  }
  const rare = (count: number) => (second: number) => ({
    ok: 100,
    failed: second < count ? { no_id: 1 } : {},
  });
  assert.deepEqual(brief(errorsOf(rare(3))), ['op_errors_no_id warning'], 'no network makes them');
  assert.deepEqual(errorsOf(rare(2)), []);
  const [gross] = judgeErrors(played(seconds(() => ({ ok: 70, failed: { false_success: 30 } }))));
  assert.equal(gross?.status, 'critical');
  assert.match(
    gross?.message ?? '',
    /^30 % of the operations got a success status with an error in the body/,
  );
});
