import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Finding } from '../../store/records/records.ts';
import { FILES } from '../../store/store.ts';
import { MIB } from '../../text/numbers.ts';
import { adviceOf } from '../advice.ts';
import type { Found } from '../detector.ts';
import { CALM, stalledFor, stalling } from '../detectors/stall-fixtures.ts';
import type { Evidence } from '../evidence.ts';
import {
  CALM_GENERATOR,
  evidenceOf,
  findingOf,
  outcomeOf,
  samplesOf,
  summaryOf,
  trend,
} from '../fixtures.ts';
import { judgeScenario } from '../judge.ts';
import { profileOf, stored } from '../pprof/fixtures/fixtures.ts';
import { withLikelyCause } from './likely-cause.ts';

const PPROF = stored({
  'cpu.pprof': profileOf('cpu', { 'work@/srv/w.ts': 100 }, 10),
  'heap-start.pprof': profileOf('inuse_space', {}),
  'heap.pprof': profileOf('inuse_space', { 'keep@/srv/k.ts': 50 * MIB }),
  'goroutine-start.pprof': profileOf('goroutine', {}),
  'goroutine.pprof': profileOf('goroutine', { 'wait@/srv/x.ts': 50 }),
});
const WORK = 'of the CPU time (0.90 of 1 in use) 100 % went to work (srv/w.ts)';
const WORK_BRIEFLY = 'of the CPU time 100 % went to work (srv/w.ts)';
const SLOW = findingOf({ status: 'critical', metric: 'op_duration{op:ping} p(95)', unit: 'ms', value: 900 });

function explained(finding: Found, changes: Partial<Evidence> = {}): Found {
  const cgroup_cpu_seconds_total = Array.from({ length: 30 }, (_, second) => second * 0.9);
  const samples = samplesOf({ cgroup_cpu_seconds_total });
  return withLikelyCause(finding, evidenceOf({ pprof: PPROF, samples, ...changes }));
}

test('a finding about slowness gets functions, what to do, the command that opens the profile, and the file', () => {
  assert.deepEqual(explained(SLOW), {
    ...SLOW,
    cause: WORK,
    causes: [{ text: WORK, shows: 'cpu-time' }],
    advice: 'make work (srv/w.ts) cheaper or call it less often',
    open: { profile: 'cpu.pprof' },
    evidence: ['summary.json', 'cpu.pprof'],
  });
});

test('what the detector knew stays in front, and its advice stays', () => {
  const known = { ...SLOW, cause: 'the CPU limit', also: ['and more'], advice: 'take a larger box' };
  const { cause, causes, advice, open } = explained(known);
  assert.equal(cause, `the CPU limit; and more; ${WORK_BRIEFLY}`);
  const texts = ['the CPU limit', 'and more'].map((text) => ({ text }));
  assert.deepEqual(causes, [...texts, { text: WORK_BRIEFLY, shows: 'cpu-time' }]);
  assert.equal(advice, 'take a larger box');
  assert.deepEqual(open, { profile: 'cpu.pprof' });
});

test('a service that only waits is not to be made cheaper, whatever the detector advises', () => {
  const samples = samplesOf({ cgroup_cpu_seconds_total: Array.from({ length: 30 }, () => 0) });
  const pprof = stored({});
  const { advice } = explained({ ...SLOW, advice: 'take a larger box' }, { samples, pprof });
  assert.match(advice ?? '', /^find out what the requests wait for/);
});

test('each kind of finding is explained from the profile that shows it', () => {
  const causeOf = (changes: Partial<Finding>) =>
    explained(findingOf({ status: 'warning', value: 1, ...changes })).cause;
  assert.match(
    causeOf({ detector: 'leak', unit: 'MiB/s' }) ?? '',
    /^grew most .* keep \(srv\/k\.ts\) \+50 MiB/,
  );
  assert.match(causeOf({ detector: 'leak', unit: 'handles/s' }) ?? '', /wait \(srv\/x\.ts\) \+50$/);
  assert.match(causeOf({ detector: 'concurrency', unit: 'count' }) ?? '', /wait \(srv\/x\.ts\) \+50$/);
  assert.match(causeOf({ detector: 'memory', unit: 'MiB' }) ?? '', /^largest owners .* keep \(srv\/k\.ts\)/);
  assert.match(
    causeOf({ detector: 'gc', unit: 'ratio' }) ?? '',
    /keep \(srv\/k\.ts\): 50 MiB; of the CPU time/,
  );
  assert.equal(
    causeOf({ detector: 'throttling', unit: 'ratio', cause: 'the CPU limit' }),
    `the CPU limit; ${WORK_BRIEFLY}`,
  );
  assert.equal(causeOf({ detector: 'errors', unit: 'count', metric: 'op_errors_timeout' }), WORK);
  assert.equal(causeOf({ detector: 'errors', unit: 'count', metric: 'op_errors_http_5xx' }), undefined);
});

test('a p95 over its mark because of stalls is not laid at other programs or the CPU', () => {
  const evidence = stalling(
    {
      latency: (second) => (second % 2 === 0 ? stalledFor(600) : CALM),
      values: (second) => ({
        cgroup_cpu_seconds_total: 0.4 * second,
        process_cpu_seconds_total: 0.4 * second,
      }),
    },
    { pprof: PPROF },
  );
  assert.deepEqual(
    [580, 900].map((value) => withLikelyCause({ ...SLOW, value }, evidence).cause?.split(':')[0]),
    [
      'the service stops responding for up to 600 ms at a time',
      '100 % of the CPU time went to work (srv/w.ts), though the CPU was mostly idle (0.40 of 1 in use)',
    ],
  );
});

test('good news, and what was not measured, stay as they are', () => {
  const { value, ...unmeasured } = { ...SLOW, status: 'unknown' as const };
  for (const finding of [findingOf({ unit: 'ms' }), unmeasured])
    assert.deepEqual(explained(finding), finding, String(value));
});

test('without profiles and readings a finding stays as it is', () => {
  assert.deepEqual(explained(SLOW, { pprof: () => undefined, samples: [] }), SLOW);
});

test('a verdict names the function behind a p95 over its limit, and shows only profiles that are there', () => {
  const summary = summaryOf({ 'op_duration{op:ping}': trend({ med: 300, 'p(95)': 900 }) });
  const outcome = outcomeOf({ profiles: [{ file: 'cpu.pprof', ok: true }] });
  const cgroup_cpu_seconds_total = Array.from({ length: 30 }, (_, second) => second * 0.9);
  const { findings } = judgeScenario(
    evidenceOf({ summary, outcome, pprof: PPROF, samples: samplesOf({ cgroup_cpu_seconds_total }) }),
  );
  const slow = findings.find(({ metric }) => metric === 'op_duration{op:ping} p(95)');
  assert.equal(slow?.status, 'critical');
  assert.equal(slow.cause, `CPU: 0.90 of 1 CPUs in use; ${WORK_BRIEFLY}`);
  assert.ok(slow.evidence.includes('cpu.pprof'));
});

test('the largest part of next to no CPU time is no cause of waiting', () => {
  const idle = (busy: number) => {
    const cgroup_cpu_seconds_total = Array.from({ length: 30 }, (_, second) => second * busy);
    return explained(SLOW, { samples: samplesOf({ cgroup_cpu_seconds_total }) }).cause ?? '';
  };
  assert.match(idle(0.02), /^the CPU was mostly idle \(0\.02 of 1 in use\): the requests waited/);
  assert.match(idle(0.3), /went to work \(srv\/w\.ts\), though the CPU was mostly idle/);
});

test('a hang on an idle CPU says where the goroutines wait, if they were listed', () => {
  const hang: Found = {
    ...findingOf({ detector: 'hang', status: 'critical', value: 9, unit: 's' }),
    ...adviceOf`${FILES.goroutineEnd} shows who waits`,
  };
  const idle = samplesOf({ cgroup_cpu_seconds_total: [0, 0.01, 0.02, 0.03, 0.04], ...CALM_GENERATOR });
  const pprof = stored({
    'goroutine.pprof': profileOf('goroutine', {
      'runtime.gopark@/go/src/runtime/proc.go < database/sql.(*DB).conn@/go/src/database/sql/sql.go < main.get@/srv/main.go < net/http.(*conn).serve@/go/src/net/http/server.go': 80,
    }),
  });
  const { cause, advice, sees } = withLikelyCause(hang, evidenceOf({ samples: idle, pprof }));
  assert.match(
    cause ?? '',
    /80 goroutines wait for a connection of the pool in sql\.\(\*DB\)\.conn, called by main\.get/,
  );
  assert.match(advice ?? '', /^give the pool more connections/);
  assert.deepEqual(sees, [], 'what replaces the advice names no profile');
});
