import assert from 'node:assert/strict';
import { test } from 'node:test';
import { endOfStatus, endsText, workerEndIn } from './worker-ends.ts';

const by = (signal: string) => ({ code: null, signal });
const withCode = (code: number) => ({ code, signal: null });

test('parents of workers say in their own words how one ended', () => {
  for (const [line, how] of [
    [
      '[2026-01-01 10:00:00 +0000] [7] [ERROR] Worker (pid:12) was sent SIGKILL! Perhaps out of memory?',
      by('SIGKILL'),
    ],
    ['[2026-01-01 10:00:00 +0000] [7] [ERROR] Worker (pid:12) exited with code 3.', withCode(3)],
    ['INFO:     Child process [4711] died', { code: null, signal: null }],
    ['2026/01/01 10:00:00 [alert] 7#7: worker process 31 exited on signal 11 (core dumped)', by('SIGSEGV')],
    [
      '2026/01/01 10:00:00 [alert] 7#7: worker process 31 exited with fatal code 2 and cannot be respawned',
      withCode(2),
    ],
    [
      '[01-Jan-2026 10:00:00] WARNING: [pool www] child 31 exited on signal 9 (SIGKILL) after 12.3 seconds from start',
      by('SIGKILL'),
    ],
    [
      '[01-Jan-2026 10:00:00] WARNING: [pool www] child 31 exited with code 255 after 12.3 seconds from start',
      withCode(255),
    ],
    ['DAMN ! worker 1 (pid: 31) died, killed by signal 9 :( trying respawn ...', by('SIGKILL')],
    ['DAMN ! worker 1 (pid: 31) died :( trying respawn ...', { code: null, signal: null }],
    [
      'E, [2026-01-01T10:00:00 #1] ERROR -- : reaped #<Process::Status: pid 31 SIGSEGV (signal 11)> worker=0',
      by('SIGSEGV'),
    ],
    ['E, [2026-01-01T10:00:00 #1] ERROR -- : reaped #<Process::Status: pid 31 exit 1> worker=0', withCode(1)],
    [
      '[Thu Jan 01 10:00:00 2026] [core:notice] [pid 7] AH00052: child pid 31 exit signal Segmentation fault (11)',
      by('SIGSEGV'),
    ],
    ['PM2        | App [shop:0] exited with code [1] via signal [SIGINT]', withCode(1)],
    ['PM2        | App [shop:0] exited with code [0] via signal [SIGKILL]', by('SIGKILL')],
    [
      "[2026-01-01 10:00:00,000: ERROR/MainProcess] Process 'ForkPoolWorker-1' pid:31 exited with 'signal 9 (SIGKILL)'",
      by('SIGKILL'),
    ],
    ['LOG:  server process (PID 31) was terminated by signal 9: Killed', by('SIGKILL')],
    ['2026-01-01 10:00:00,000 INFO exited: web (exit status 1; not expected)', withCode(1)],
    ['worker 31 died (SIGABRT). restarting...', by('SIGABRT')],
    ['/srv/run.sh: line 3:    31 Killed                  ./worker', by('SIGKILL')],
    // parents of one's own
    ['time=2026-01-01T10:00:00Z level=WARN msg="child exited" status="exit status 3" pid=31', withCode(3)],
    ['2026/01/01 10:00:00 worker 2 died: signal: segmentation fault (core dumped)', by('SIGSEGV')],
    ['{"level":"warn","msg":"worker exited","pid":31,"code":null,"signal":"SIGKILL"}', by('SIGKILL')],
    ['WARNING:root:child process 31 terminated, exitcode=-9, restarting', by('SIGKILL')],
    ['child 31 exited with code 7, restarting', withCode(7)],
  ] as const)
    assert.deepEqual(workerEndIn(line), how, line);
});

test('a worker that was asked to leave, and a line about something else, is none', () => {
  for (const line of [
    '[2026-01-01 10:00:00 +0000] [7] [ERROR] Worker (pid:12) was sent SIGTERM!',
    '[2026-01-01 10:00:00 +0000] [7] [INFO] Worker exiting (pid: 12)',
    '2026/01/01 10:00:00 [notice] 7#7: worker process 31 exited with code 0',
    '[01-Jan-2026 10:00:00] NOTICE: [pool www] child 31 exited with code 0 after 12.3 seconds from start',
    '[Thu Jan 01 10:00:00 2026] [core:notice] [pid 7] child pid 31 exit signal Terminated (15)',
    'I, [2026-01-01T10:00:00 #1] INFO -- : reaped #<Process::Status: pid 31 exit 0> worker=0',
    'PM2        | App [shop:0] exited with code [0] via signal [SIGINT]',
    'GET /worker/31 exited',
    'msg="child exited" status="signal: terminated"',
    'child exited with code 0',
    'child 31 exited with code 143',
    'worker 3 exited after 200 requests with status 200',
    'worker exited with code 404 for the request',
    'the child exited, exit code: unknown',
  ])
    assert.equal(workerEndIn(line), undefined, line);
});

test('a status of waitpid, and how many ended how', () => {
  assert.deepEqual(
    [endOfStatus(9), endOfStatus(11 | 0x80), endOfStatus(3 << 8)],
    [by('SIGKILL'), by('SIGSEGV'), withCode(3)],
  );
  assert.deepEqual([endOfStatus(0), endOfStatus(15)], [undefined, undefined], 'SIGTERM asks');
  assert.equal(endsText([by('SIGKILL'), withCode(3), by('SIGKILL')]), '2 by SIGKILL, 1 with exit code 3');
  assert.equal(endsText([by('SIGKILL'), by('SIGKILL')]), 'by SIGKILL');
  assert.equal(endsText([{ code: null, signal: null }]), '');
});
