import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import type { Sample } from '../../contract/contract.ts';
import { PROJECT_ROOT } from '../../root.ts';
import type { Snapshot } from '../../store/timeline.ts';
import { tempFolder } from '../../testing/temp-folder.ts';
import { startProgress } from './progress.ts';
import { newScreen, newTerminal } from './terminal.fixture.ts';

const LOAD: Snapshot = {
  t: 1,
  values: {
    vus: { value: 200 },
    http_reqs: { rate: 1933 },
    op_duration: { 'p(95)': 6.6 },
    op_failed: { rate: 0 },
  },
};
const SAMPLE: Sample = { t: 1000, values: { cgroup_memory_working_set_bytes: 34 * 1024 * 1024 } };
const never = new AbortController().signal;

/** For the length of a test. */
function withEnv(t: TestContext, changes: Record<string, string | undefined>): void {
  const before = { ...process.env };
  for (const [name, value] of Object.entries({ NO_COLOR: undefined, TERM: 'xterm', ...changes }))
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  t.after(() => {
    process.env = before;
  });
}

test('on a terminal the run, the scenario and its numbers are a block, and verdicts stay above it', (t) => {
  withEnv(t, {});
  const terminal = newTerminal();
  const progress = startProgress(never, terminal.stream);
  progress.note('k6 from the cache');
  progress.scenario(1, 3, 't3-micro / ping', 30, 90).show(LOAD, SAMPLE);
  progress.verdict('healthy', '');
  progress.scenario(2, 3, 't3-micro / soak', 30, 60).show(LOAD, SAMPLE);
  const rows = terminal.screen();
  assert.equal(rows[0], 'k6 from the cache');
  assert.match(rows[1] ?? '', /^\[1\/3\] t3-micro \/ ping: .*healthy/);
  assert.match(rows[2] ?? '', /^[█░]{20} +\d+ % {2}scenario 2 of 3, \d+ s, ETA 1:00$/);
  assert.match(rows[3] ?? '', /^[█░]{20} +0 % {2}t3-micro \/ soak, 0 s of about 30 s$/);
  assert.equal(rows[4], '200 VUs, 1933 req/s, p95 6.6 ms, errors 0 % | target 34 MiB, CPU –');
  assert.equal(rows.length, 5);
});

test('a run of one scenario has one bar', (t) => {
  withEnv(t, {});
  const terminal = newTerminal();
  startProgress(never, terminal.stream).scenario(1, 1, 't3-micro / ping', 30, 30).show(LOAD, SAMPLE);
  assert.equal(terminal.screen().length, 2);
});

test('Ctrl-C leaves the block where it is, with what is said below it', (t) => {
  withEnv(t, {});
  const terminal = newTerminal();
  const interrupt = new AbortController();
  const live = startProgress(interrupt.signal, terminal.stream).scenario(1, 1, 'ping', 30, 30);
  live.show(LOAD, SAMPLE);
  terminal.stream.write('^C\nstopping\n');
  interrupt.abort();
  live.show(LOAD, SAMPLE);
  live.show(LOAD, SAMPLE);
  const rows = terminal.screen();
  assert.deepEqual(rows.slice(2, 4), ['^C', 'stopping']);
  assert.equal(rows.length, 6);
});

test('NO_COLOR takes the colours and leaves the block', (t) => {
  withEnv(t, { NO_COLOR: '1' });
  const terminal = newTerminal();
  const progress = startProgress(never, terminal.stream);
  progress.scenario(1, 1, 'ping', 30, 30).show(LOAD, SAMPLE);
  progress.verdict('critical', 'it broke');
  assert.ok(!terminal.written().includes('\x1b[3'));
  assert.deepEqual(terminal.screen(), ['[1/1] ping: critical - it broke']);
});

test('a dumb terminal and a pipe get plain lines', (t) => {
  for (const [term, isTTY] of [
    ['dumb', true],
    ['xterm', false],
  ] as const) {
    withEnv(t, { TERM: term });
    const terminal = newTerminal();
    const progress = startProgress(never, Object.assign(terminal.stream, { isTTY }));
    progress.scenario(1, 2, 'ping', 30, 60).show(LOAD, SAMPLE);
    progress.verdict('warning', 'slow\x1b[2J');
    assert.equal(
      terminal.written(),
      '[1/2] ping: about 30 s, run ends in about 1:00\n[1/2] ping: warning - slow [2J\n',
    );
  }
});

const hasScript = spawnSync('script', ['--version']).status === 0;

test('a real terminal shows it as the tests above say', {
  skip: hasScript ? false : 'util-linux `script`, which makes a pseudo-terminal, is not on this machine',
}, async (t) => {
  const folder = await tempFolder(t);
  const program = join(folder, 'program.ts');
  writeFileSync(
    program,
    `import { startProgress } from ${JSON.stringify(pathToFileURL(join(PROJECT_ROOT, 'src/cli/progress/progress.ts')).href)};
       const progress = startProgress(new AbortController().signal);
       const live = progress.scenario(1, 2, 't3-micro / ladder', 30, 60);
       for (let turn = 0; turn < 3; turn++) live.show(undefined, { t: turn, values: {} });
       progress.note('a note');
       live.show(undefined, { t: 4, values: {} });`,
  );
  const command = `stty cols 50 rows 20; "${process.execPath}" --import tsx "${program}"`;
  const { stdout } = spawnSync('script', ['-qec', command, '/dev/null'], {
    cwd: PROJECT_ROOT,
    env: { ...process.env, TERM: 'xterm', SHELL: '/bin/sh' },
    encoding: 'utf8',
  });
  const screen = newScreen(50);
  screen.write(stdout);
  const rows = screen.rows();
  assert.equal(rows[0], 'a note');
  assert.match(rows[1] ?? '', /^[█░]{20} +0 % {2}scenario 1 of 2/);
  assert.match(rows[2] ?? '', /^[█░]{20} +0 % {2}t3-micro \/ ladder/);
  assert.equal(rows[3], 'load is starting | target –, CPU –');
  assert.equal(rows.length, 4);
});
