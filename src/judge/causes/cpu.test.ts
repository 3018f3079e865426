import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Evidence } from '../evidence.ts';
import { CALM_GENERATOR, evidenceOf, findingOf, type Series, samplesOf } from '../fixtures.ts';
import { profileOf, type Rows, stored } from '../pprof/fixtures/fixtures.ts';
import { cpuCause, slownessCause } from './cpu.ts';

const SECONDS = 30;
const NANOS = 1e9;
const SLOW = findingOf({ status: 'critical', unit: 'ms' });

function evidence(busy: number, rows: Rows | undefined, columns: Series = {}): Evidence {
  const cpu = Array.from({ length: SECONDS }, (_, second) => second * busy);
  const profiles = rows === undefined ? {} : { 'cpu.pprof': profileOf('cpu', rows, 10) };
  return evidenceOf({
    samples: samplesOf({ cgroup_cpu_seconds_total: cpu, ...CALM_GENERATOR, ...columns }),
    pprof: stored(profiles),
  });
}

test('a busy CPU is told by its functions, each with its share, and the first is to be made cheaper', () => {
  const [cause] = slownessCause(
    evidence(0.9, {
      'writev < write@node:net < answer@/srv/answer.ts < handle@/srv/app.ts': 50,
      'parse@node:_http_common': 30,
      'find@/srv/router.ts < handle@/srv/app.ts': 17,
      'add@/srv/stats.ts': 3,
    }),
    SLOW,
  );
  assert.equal(
    cause?.cause,
    'of the CPU time (0.90 of 1 in use) 50 % went to answer (srv/answer.ts) by calling writev, 30 % to the runtime itself and 17 % to find (srv/router.ts)',
  );
  assert.equal(cause.advice, 'make answer (srv/answer.ts) cheaper or call it less often');
  assert.equal(cause.profile, 'cpu.pprof');
});

test('where no function stands out, the innermost that calls nearly all of it is named', () => {
  const rows = Object.fromEntries(
    Array.from({ length: 30 }, (_, at) => [`f${at}@/srv/f.ts < render@/srv/r.ts < handle@/srv/app.ts`, 2]),
  );
  const [cause] = cpuCause(evidence(0.9, { ...rows, 'parse@node:_http_common': 40 }), SLOW);
  assert.equal(
    cause?.cause,
    'of the CPU time (0.90 of 1 in use) 40 % went to the runtime itself and 2 % to f0 (srv/f.ts)',
  );
  assert.deepEqual(cause.also, ['60 % to render (srv/r.ts) including all that it calls']);
});

test('what a runtime does beside the program is told apart, and a collector at the top names who allocates', () => {
  const made = evidence(0.9, {
    'Non JS threads activity': 71,
    'Garbage Collection < Node.js': 20,
    'makeGarbage@/srv/g.ts': 9,
  });
  const heap = (mib: number) => profileOf('inuse_space', { 'makeGarbage@/srv/g.ts': mib * 2 ** 20 });
  const cpu = made.pprof;
  const pprof: Evidence['pprof'] = (file) => cpu(file) ?? (file === 'heap.pprof' ? heap(50) : heap(1));
  const causes = slownessCause({ ...made, pprof }, SLOW);
  assert.deepEqual(
    causes.map(({ cause }) => cause),
    [
      'of the CPU time (0.90 of 1 in use) 71 % went to threads of the runtime (collector, compiler, file system), and of the rest 69 % went to garbage collection and 31 % to makeGarbage (srv/g.ts)',
      'most of what was kept was allocated by makeGarbage (srv/g.ts): 49 MiB',
    ],
  );
  assert.equal(causes[0]?.advice, 'allocate less for each request, or give the heap more room');
});

test('an idle CPU means waiting, and then nobody is sent to the CPU profile', () => {
  const rows = { 'answer@/srv/answer.ts': 40, 'parse@node:_http_common': 60 };
  const [cause] = slownessCause(evidence(0.12, rows), SLOW);
  assert.equal(
    cause?.cause,
    'the CPU was mostly idle (0.12 of 1 in use): the requests waited for something else',
  );
  assert.match(cause.instead ?? '', /^find out what the requests wait for/);
  assert.equal(cause.profile, undefined);
});

test('one function with most of what little was computed may be what the others wait for', () => {
  const [cause] = slownessCause(
    evidence(0.4, { 'block@/srv/b.ts': 60, 'parse@node:_http_common': 40 }),
    SLOW,
  );
  assert.equal(
    cause?.cause,
    '60 % of the CPU time went to block (srv/b.ts), though the CPU was mostly idle (0.40 of 1 in use): requests wait for it when it computes in long stretches, or else for something external',
  );
  assert.equal(cause.profile, 'cpu.pprof');
});

const rising = (perSecond: number) => Array.from({ length: SECONDS }, (_, second) => second * perSecond);
const ANSWER = { 'answer@/srv/answer.ts': 100 };

test('who is throttled by the box is not idle', () => {
  const throttled = {
    cgroup_cpu_periods_total: rising(10),
    cgroup_cpu_throttled_periods_total: rising(3),
  };
  const [cause] = slownessCause(evidence(0.12, ANSWER, throttled), SLOW);
  assert.equal(cause?.cause, 'of the CPU time (0.12 of 1 in use) 100 % went to answer (srv/answer.ts)');
});

test('who waits for a CPU that others use neither waits for something else nor computes too much', () => {
  const others: Series[] = [
    { process_cpu_seconds_total: rising(0.1), process_cpu_wait_seconds_total: rising(0.2) },
    {
      host_cpu_busy_seconds_total: rising(4),
      k6_cpu_seconds_total: rising(0.5),
      k6_cpu_wait_seconds_total: rising(1),
    },
  ];
  const said = [
    'other programs on the machine, k6 among them, were using the CPU',
    'other programs used 3.4 of 4 cores',
  ];
  const advised = [/^run on a machine with more cores/, /^stop the other programs/];
  for (const [at, columns] of others.entries()) {
    const [cause] = slownessCause(evidence(0.12, ANSWER, columns), SLOW);
    assert.equal(cause?.cause, said[at]);
    assert.deepEqual(cause?.also, ['the service used 0.12 CPUs']);
    assert.match(cause.instead ?? '', advised[at] ?? /^$/);
  }
});

test('what is no fault of others is not laid at their door, however little CPU they left', () => {
  const proven = { ...SLOW, restsOnTiming: false };
  const causeWith = (waited: number) => {
    const columns = {
      process_cpu_seconds_total: rising(0.1),
      process_cpu_wait_seconds_total: rising(waited),
      host_cpu_busy_seconds_total: rising(4),
      k6_cpu_seconds_total: rising(0.5),
      k6_cpu_wait_seconds_total: rising(1),
    };
    return slownessCause(evidence(0.12, ANSWER, columns), proven)[0]?.cause;
  };
  assert.match(causeWith(0.5) ?? '', /the CPU was mostly idle \(0\.12 of 1 in use\)/);
  // threads that would have kept a CPU busy are not idle
  assert.equal(causeWith(1.5), 'of the CPU time (0.12 of 1 in use) 100 % went to answer (srv/answer.ts)');
});

test('without readings of the CPU the profile says how busy it was, and without a profile the readings do', () => {
  const rows = { 'answer@/srv/answer.ts': NANOS };
  const profiled = { ...evidence(0, rows), samples: [] };
  assert.match(slownessCause(profiled, SLOW)[0]?.cause ?? '', /idle \(0\.10 of 1 in use\)/);
  assert.match(slownessCause(evidence(0.12, undefined), SLOW)[0]?.cause ?? '', /idle \(0\.12 of 1 in use\)/);
  assert.deepEqual(slownessCause(evidence(0.9, undefined), SLOW), []);
  assert.deepEqual(cpuCause(evidence(0.9, {}), SLOW), []);
  assert.deepEqual(slownessCause(evidenceOf({ samples: [] }), SLOW), []);
});

test('on an idle CPU the list of goroutines under load names what the requests wait for; a busy one needs no such list', () => {
  const waiters = profileOf('goroutine', {
    'runtime.gopark@/go/src/runtime/proc.go < sync.(*Mutex).Lock@/go/src/sync/mutex.go < main.get@/srv/main.go < net/http.(*conn).serve@/go/src/net/http/server.go': 50,
  });
  const causeOf = (busy: number) => {
    const pprof = stored({ 'goroutine-load.pprof': waiters });
    return slownessCause({ ...evidence(busy, undefined), pprof }, SLOW)[0];
  };
  const idle = causeOf(0.05);
  assert.equal(
    idle?.cause,
    'the CPU was mostly idle (0.05 of 1 in use): 50 goroutines wait for a lock in sync.(*Mutex).Lock, called by main.get (srv/main.go)',
  );
  assert.match(idle?.instead ?? '', /never releases that lock; hold it for less time/);
  assert.equal(idle?.profile, 'goroutine-load.pprof');
  assert.doesNotMatch(causeOf(0.95)?.cause ?? '', /wait/);
});
