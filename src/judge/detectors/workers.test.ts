import assert from 'node:assert/strict';
import { test } from 'node:test';
import { evidenceOf, START_MS, samplesOf } from '../fixtures.ts';
import { exitAt, played, seconds } from '../load/failure-fixtures.ts';
import { judgeWorkers } from './workers.ts';

const NODE_DEATH = `file:///srv/service.mjs:10
    null.orders;
         ^

TypeError: Cannot read properties of null (reading 'orders')
    at Timeout._onTimeout (file:///srv/service.mjs:10:10)

Node.js v20.20.2
`;
const ended = (...counts: number[]) => samplesOf({ process_ended_total: counts });
const judged = (counts: number[], logTail: string, more = {}) =>
  judgeWorkers(evidenceOf({ samples: ended(...counts), logTail, ...more }));

test('workers that die of an exception while the first process lives are a warning, with how often and its words', () => {
  const [found, ...others] = judged([0, 0, 1, 1, 2, 3], NODE_DEATH.repeat(3));
  assert.deepEqual(others, []);
  assert.deepEqual([found?.status, found?.value, found?.atSeconds], ['warning', 3, 2]);
  assert.equal(
    found?.message,
    '3 processes of the service ended under load, first at 0:02 of the load, while the first one survived: target.log has 3 uncaught errors',
  );
  assert.equal(
    found?.cause,
    "last message in target.log: TypeError: Cannot read properties of null (reading 'orders')",
  );
});

test('how they ended is said where their parent tells, and workers that never live for long are counted by it', () => {
  const line = '[2026-01-01 10:00:00 +0000] [7] [ERROR] Worker (pid:12) was sent SIGSEGV!\n';
  const [dead] = judged([0, 0, 1, 2], line.repeat(2));
  assert.equal(
    dead?.message,
    '2 processes of the service ended under load, first at 0:02 of the load, by SIGSEGV, while the first one survived',
  );
  const looping = '2026/01/01 10:00:00 [alert] 7#7: worker process 31 exited on signal 11 (core dumped)\n';
  assert.deepEqual(
    [judged([0, 0], looping.repeat(5))[0]?.status, judged([0, 0], looping.repeat(5))[0]?.value],
    ['warning', 5],
  );
  const silent = judgeWorkers(
    evidenceOf({
      samples: samplesOf({ process_ended_total: [0, 1], process_end_status: [undefined, 256 * 3] }),
    }),
  );
  assert.match(silent[0]?.message ?? '', /with exit code 3/);
  assert.equal(silent[0]?.status, 'warning');
});

test('when it was written is known by the length of the log, and what is said before and after the load is no effect of it', () => {
  const line = 'Exception in thread Thread-3 (work):\n';
  const sizes = [0, 1, 1, 3, 3, 4].map((lines) => lines * line.length);
  const t = (second: number) => START_MS + second * 1000;
  const logSizes = sizes.map((value, index) => ({ t: t(5 * index), value }));
  const [found] = judged([0, 0], line.repeat(4), { logSizes });
  assert.deepEqual([found?.value, found?.atSeconds], [4, 5]);
  assert.match(found?.message ?? '', /, 4 times in target\.log, between 0:05 and 0:25 of the load$/);
  const starting = [
    { t: t(-2), value: 4 * line.length },
    ...logSizes.map(({ t }) => ({ t, value: 4 * line.length })),
  ];
  assert.deepEqual(judged([0, 0], line.repeat(4), { logSizes: starting }), []);
  const stopping = [0, 10, 20, 30].map((second) => ({ t: t(second), value: 0 }));
  assert.deepEqual(judged([0, 0], line.repeat(4), { logSizes: [...stopping, { t: t(31), value: 999 }] }), []);
  assert.deepEqual(judged([0, 0], line.repeat(4), { logSizes: stopping }), []);
});

test('other runtimes say it in their own words', () => {
  for (const line of [
    'panic: runtime error: invalid memory address or nil pointer dereference',
    'fatal error: concurrent map writes',
    '[2026-01-01 10:00:00 +0000] [7] [ERROR] Worker (pid:12) was sent SIGKILL! Perhaps out of memory?',
  ])
    assert.equal(judged([0, 1], `starting\n${line}\ngoroutine 7 [running]:\n`)[0]?.status, 'warning', line);
});

test('workers that are replaced by design are good to know and no more', () => {
  const recycled = '[2026-01-01 10:00:00 +0000] [7] [INFO] Autorestarting worker after current request.\n';
  const [found] = judged([0, 1, 2], recycled);
  assert.deepEqual([found?.status, found?.value], ['healthy', 2]);
});

test('a request that panics and is caught is a warning although no process ended', () => {
  const panics = [
    '2026/01/01 10:00:00 http: panic serving 127.0.0.1:5000: boom',
    "thread 'tokio-runtime-worker' (7) panicked at src/main.rs:9:5:",
    'Exception in thread Thread-3 (work):',
  ];
  const [found] = judged([0, 0], panics.join('\n'));
  assert.deepEqual([found?.status, found?.value, found?.metric], ['warning', 3, 'panics']);
  assert.match(found?.cause ?? '', /Exception in thread Thread-3/);
});

test('lines that only talk of errors are none', () => {
  const log = [
    '127.0.0.1 - - "GET /panic HTTP/1.1" 200',
    'INFO recovered from panic: nothing happened',
    'ValueError: bad input, answered with 400',
    'Traceback (most recent call last):',
    'level=error msg="fatal error: handled"',
    '{"path":"/Exception in thread"}',
  ].join('\n');
  assert.deepEqual(judged([0, 0, 0], log), []);
  assert.deepEqual(judged([], NODE_DEATH), [], 'no process was seen to end under load');
});

test('of a service that ended itself others speak', () => {
  assert.deepEqual(judged([0, 2], NODE_DEATH, exitAt(4)), []);
});

test('a process that took requests with it is none that was replaced by design', () => {
  const judgedWith = (at: number) =>
    judgeWorkers(
      played(
        seconds((second) => (second === at ? { ok: 80, failed: { reset: 20 } } : { ok: 100 })),
        { samples: ended(0, 0, 0, 1, 1) },
      ),
    )[0];
  assert.equal(judgedWith(3)?.status, 'warning');
  assert.match(judgedWith(3)?.message ?? '', /; 20 requests got no answer at that time$/);
  assert.equal(judgedWith(20)?.status, 'healthy');
});
