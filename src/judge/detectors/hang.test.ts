import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Evidence } from '../evidence.ts';
import { outcomeOf, type Series, samplesOf } from '../fixtures.ts';
import { exitAt, played, type Second, seconds } from '../load/failure-fixtures.ts';
import { judgeHang } from './hang.ts';

const LENGTH = 30;
const WELL: Second = { ok: 100 };
const silentFrom = (from: number) => seconds((second) => (second < from ? WELL : {}));

function hung(load: Second[], changes: Partial<Evidence> = {}) {
  return judgeHang(played(load, changes))[0];
}

test('a service that lives and answers nothing to the end is critical, with since when', () => {
  const { advice, sees, ...finding } = hung(silentFrom(12)) ?? {};
  assert.deepEqual(finding, {
    detector: 'hang',
    status: 'critical',
    metric: 'seconds_without_success',
    value: 18,
    limit: 5.2,
    unit: 's',
    message:
      'the service is alive but unresponsive: for 18 s from 0:12 on, to the end of the load, no operation succeeded, while 200 VUs waited',
    atSeconds: 12,
    restsOnTiming: true,
    evidence: ['timeline.ndjson', 'samples.ndjson', 'cpu.pprof', 'goroutine.pprof', 'target.log'],
  });
  assert.match(advice ?? '', /a lock that is never released/);
  assert.deepEqual(sees, ['goroutine.pprof']);
});

test('one that comes back is told without an end', () => {
  const load = seconds((second) => (second >= 8 && second < 20 ? {} : WELL));
  assert.match(hung(load)?.message ?? '', /for 12 s from 0:08 on no operation succeeded/);
});

test('requests that nobody answered in time are silence, answers of failure are none', () => {
  const failing = (failed: Second['failed']) =>
    hung(seconds((second) => (second < 12 ? WELL : second % 3 === 0 && failed ? { failed } : {})));
  assert.equal(failing({ timeout: 200 })?.status, 'critical');
  for (const kind of ['http_5xx', 'http_auth', 'refused', 'reset'] as const)
    assert.equal(failing({ [kind]: 200 }), undefined, kind);
});

test('a script that throws asks for nothing, which is no silence; one that meets timeouts besides is', () => {
  const outcome = outcomeOf({ k6: { exitCode: 0, signal: null, scriptExceptions: 300 } });
  assert.equal(hung(silentFrom(0), { outcome }), undefined);
  const timedOut = seconds((second) => (second % 5 === 4 ? { failed: { timeout: 20 } } : {}));
  assert.equal(hung(timedOut, { outcome })?.status, 'critical');
});

test('four silent seconds are none', () => {
  assert.equal(hung(seconds((second) => (second > 8 && second < 13 ? {} : WELL))), undefined);
});

test('a slow service is silent for as long as its answers take', () => {
  const slow = (every: number) =>
    seconds((second) => (second % every === every - 1 ? { ok: 5, slowestMs: every * 1000 } : {}));
  for (const every of [2, 6, 8]) assert.equal(hung(slow(every)), undefined, `${every} s`);
  // One that turns slow in a jump, and whose first slow answers come at the end of the silence.
  const jump = seconds((second) => (second < 10 ? WELL : second % 8 === 0 ? { ok: 5, slowestMs: 8000 } : {}));
  assert.equal(hung(jump), undefined);
});

test('users who pause for long ask nothing meanwhile', () => {
  const evidence = played(silentFrom(22));
  const pausing = { ...evidence.scenario, thinkSeconds: 4 };
  assert.deepEqual(judgeHang({ ...evidence, scenario: pausing }), []);
  assert.equal(judgeHang(evidence).length, 1);
});

test('a dead service does not hang, and one that nobody asks does not either', () => {
  assert.equal(hung(silentFrom(12), exitAt(12)), undefined);
  assert.equal(hung(seconds((second) => (second < 12 ? WELL : { vus: 0 }))), undefined);
});

test('a machine that stood still shows no readings, or one long period', () => {
  const few = samplesOf({ host_cpu_busy_seconds_total: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13] });
  assert.equal(hung(silentFrom(12), { samples: few }), undefined);
  const { timeline } = played(silentFrom(12));
  assert.equal(
    hung(silentFrom(12), { timeline: [...timeline.slice(0, 12), ...timeline.slice(-1)] }),
    undefined,
  );
});

test('of a service that ran already it is not known that it lives', () => {
  const { run } = played([]);
  const running = { ...run, target: { ...run.target, startedByUs: false } };
  assert.match(
    hung(silentFrom(12), { run: running })?.message ?? '',
    /^the service is unresponsive: for 18 s/,
  );
});

test('the CPU tells whether it waits or computes, its own metrics whether all of it stands', () => {
  const cause = (columns: Series) => {
    const { cause, also = [] } = hung(silentFrom(12), { samples: samplesOf(columns) }) ?? {};
    return [cause, ...also].join('; ');
  };
  const cpu = (perSecond: number) => Array.from({ length: LENGTH }, (_, second) => second * perSecond);
  const waits = 'it waits for something that never comes, with 0.00 CPUs in use';
  assert.equal(cause({ cgroup_cpu_seconds_total: cpu(0) }), waits);
  assert.equal(
    cause({ process_cpu_seconds_total: cpu(0.98) }),
    'it computes endlessly, with 0.98 CPUs in use',
  );
  const always = Array.from({ length: LENGTH }, () => 80);
  const before = always.map((mb, second) => (second < 12 ? mb : undefined));
  assert.equal(
    cause({ cgroup_cpu_seconds_total: cpu(0), runtime_sys_mb: always }),
    `${waits}; its metrics endpoint still responds`,
  );
  assert.equal(
    cause({ cgroup_cpu_seconds_total: cpu(0), runtime_sys_mb: before }),
    `${waits}; its metrics endpoint does not respond either`,
  );
});

test('what a waiting service logs of it is told', () => {
  const idle = samplesOf({ cgroup_cpu_seconds_total: Array.from({ length: LENGTH }, () => 0) });
  const logTail = 'up\nError: connect ETIMEDOUT 10.0.0.7:5432\n    at connect (net.js:1)\nread ECONNRESET\n';
  const { cause, also } = hung(silentFrom(12), { samples: idle, logTail }) ?? {};
  assert.match(cause ?? '', /in use$/);
  assert.deepEqual(also, ['target.log says: Error: connect ETIMEDOUT 10.0.0.7:5432']);
});

test('who gets only a part of a CPU on a busy machine, and waits for the rest, computes too', () => {
  const each = (perSecond: number) => Array.from({ length: LENGTH }, (_, second) => second * perSecond);
  const columns = { cgroup_cpu_seconds_total: each(0.4), process_cpu_wait_seconds_total: each(0.6) };
  const finding = hung(silentFrom(12), { samples: samplesOf(columns) });
  assert.equal(finding?.cause, 'it computes endlessly, with 0.40 CPUs in use');
});

test('who is only slow, and asked by too many at once to be in time, does not compute endlessly', () => {
  const cpu = Array.from({ length: LENGTH }, (_, second) => second * 0.98);
  const columns = { cgroup_cpu_seconds_total: cpu };
  const causeFor = (medianMs: number) => {
    const evidence = played(silentFrom(12), { samples: samplesOf(columns) });
    const alone = { ping: { count: 10, medianMs, slowestMs: medianMs } };
    const summary = evidence.summary && { ...evidence.summary, alone };
    return judgeHang({ ...evidence, summary })[0]?.cause;
  };
  assert.equal(
    causeFor(300),
    'it computes longer than its clients wait: 300 ms for a user alone, so 60.00 s for 200 at once, with 0.98 CPUs in use',
  );
  assert.equal(causeFor(5), 'it computes endlessly, with 0.98 CPUs in use');
});

test('a service that other programs kept from the CPU is not proven to hang, one that waits is', () => {
  const each = (perSecond: number) => Array.from({ length: LENGTH }, (_, second) => second * perSecond);
  const rests = (used: number, waited: number) =>
    hung(silentFrom(12), {
      samples: samplesOf({
        host_cpu_busy_seconds_total: each(4),
        k6_cpu_wait_seconds_total: each(0.05),
        cgroup_cpu_seconds_total: each(used),
        process_cpu_seconds_total: each(used),
        process_cpu_wait_seconds_total: each(waited),
      }),
    })?.restsOnTiming;
  assert.equal(rests(0.3, 0.7), true);
  assert.equal(rests(0.01, 0.03), false);
});

test('silence while k6 hardly waited for a CPU is not of its making', () => {
  const wait = (perSecond: number) =>
    samplesOf({
      k6_cpu_wait_seconds_total: Array.from({ length: LENGTH }, (_, second) => second * perSecond),
    });
  assert.equal(hung(silentFrom(12), { samples: wait(0.05) })?.restsOnTiming, false);
  assert.equal(hung(silentFrom(12), { samples: wait(1.2) })?.restsOnTiming, true);
});

test('a healthy load has no silence', () => {
  assert.equal(hung(seconds(() => WELL)), undefined);
  assert.deepEqual(judgeHang(played([])), []);
});
