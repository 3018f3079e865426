import assert from 'node:assert/strict';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { PING, runOf, START_MS, storedRun, summaryOf, trend } from '../../judge/fixtures.ts';
import { judge } from '../../judge/judge.ts';
import type { CapacitySummary, RunRecord } from '../../store/records/records.ts';
import { FILES } from '../../store/store.ts';
import { tempFolder } from '../../testing/temp-folder.ts';
import { htmlText } from './html-text.ts';
import { readPastRuns } from './past-runs.ts';
import { writeHistory } from './run-index.ts';
import { trendsOf } from './trends.ts';

const DAY_MS = 86_400_000;

/** Stores a judged run of the given day below `out`; its p95 is 10 ms more each day. */
async function pastRun(
  t: TestContext,
  out: string,
  day: number,
  changes: Partial<RunRecord> = {},
): Promise<void> {
  const startedAtMs = START_MS + day * DAY_MS;
  const run = runOf({
    id: `run-${String(day).padStart(3, '0')}`,
    startedAtMs,
    finishedAtMs: startedAtMs + 90_000,
    ...changes,
  });
  const summary = summaryOf({ op_duration: trend({ 'p(95)': 10 + 10 * day }) });
  const folder = await storedRun(t, run, { summary });
  judge(folder);
  writeFileSync(join(folder, FILES.reportHtml), '');
  cpSync(folder, join(out, run.id), { recursive: true });
}

function noNote(line: string): void {
  assert.fail(line);
}

test('runs are listed newest first, and what is none is passed over', async (t) => {
  const out = await tempFolder(t);
  for (const day of [0, 2, 1]) await pastRun(t, out, day);
  symlinkSync('run-001', join(out, 'latest'));
  await pastRun(t, join(out, 'baselines'), 5);
  await pastRun(t, join(out, 'matrix-20270115'), 6);
  mkdirSync(join(out, 'foreign'));
  cpSync(join(out, 'run-000'), join(out, 'damaged'), { recursive: true });
  writeFileSync(join(out, 'damaged', FILES.verdict), '{"schema":');
  writeFileSync(join(out, 'a-file'), '');
  assert.deepEqual(
    readPastRuns(out).map(({ folder }) => folder),
    ['run-002', 'run-001', 'run-000'],
  );
});

test('a run in progress is listed as one, and one that is over is not', async (t) => {
  const out = await tempFolder(t);
  await pastRun(t, out, 0);
  await pastRun(t, out, 1, { state: 'running' });
  writeHistory(out, noNote);
  const rows = readFileSync(join(out, 'index.html'), 'utf8').split('<tr>');
  const row = (name: string) => rows.find((each) => each.includes(name)) ?? '';
  assert.match(row('run-001'), /, still in progress<\/span><\/td>/);
  assert.doesNotMatch(row('run-000'), /running/);
});

test('the page links every run and draws a line for each scenario, without a script', async (t) => {
  const out = await tempFolder(t);
  for (const day of [0, 1, 2]) await pastRun(t, out, day);
  const before = readdirSync(out);
  writeHistory(out, noNote);
  assert.deepEqual(readdirSync(out), ['index.html', ...before]);
  const page = readFileSync(join(out, 'index.html'), 'utf8');
  assert.match(page, /<a href="\.\/run-002\/report\.html">2027-01-17 08:00<\/a>.*run-001.*run-000/s);
  assert.match(
    page,
    /<span>1:30<\/span><\/td><td data-label="boxes and scenarios"><span>t3-micro: ping<\/span><\/td>/,
  );
  assert.match(page, /aria-label="p95 of t3-micro \/ ping over 3 runs: from 10 ms to 30 ms, last 30 ms"/);
  assert.match(page, /30 s up to 200 VUs, docker; the file service/);
  assert.match(page, /default-src 'none'; style-src 'sha256-/);
  assert.doesNotMatch(page, /<script|style=|https?:/);
});

test('other loads and targets are trends of their own, and planted faults are none', async (t) => {
  const out = await tempFolder(t);
  const { target } = runOf();
  await pastRun(t, out, 0);
  await pastRun(t, out, 1, {
    scenarios: [{ ...PING, legs: PING.legs.map((leg) => ({ ...leg, level: 10 })) }],
  });
  await pastRun(t, out, 2, { target: { ...target, baseUrl: 'http://127.0.0.1:1' } });
  await pastRun(t, out, 3, { faults: ['slow'] });
  await pastRun(t, out, 4);
  const trends = trendsOf(readPastRuns(out));
  assert.deepEqual(
    trends.map(({ points }) => points.map(({ figures }) => figures.p95Ms)),
    [[10, 50], [30], [20]],
  );
});

test('only the newest 200 runs are read', async (t) => {
  const out = await tempFolder(t);
  await pastRun(t, out, 0);
  for (let copy = 1; copy < 203; copy++)
    cpSync(join(out, 'run-000'), join(out, `run-${String(copy).padStart(3, '0')}`), { recursive: true });
  const runs = readPastRuns(out).map(({ folder }) => folder);
  assert.equal(runs.length, 200);
  assert.ok(!runs.includes('run-002') && runs.includes('run-003'));
});

test('what a target or a folder is called stays text', async (t) => {
  const out = await tempFolder(t);
  const hostile = '"><script>alert(1)</script><img src=x onerror=alert(1)>';
  await pastRun(t, out, 0, { id: '"onclick="x', target: { ...runOf().target, about: hostile } });
  writeHistory(out, noNote);
  const page = readFileSync(join(out, 'index.html'), 'utf8');
  assert.doesNotMatch(page, /<script|<img|"onclick/);
  assert.ok(page.includes(htmlText(hostile)));
});

test('where there is no run nothing is written, and what fails is a note', async (t) => {
  const out = await tempFolder(t);
  writeHistory(join(out, 'nowhere'), noNote);
  writeHistory(out, noNote);
  assert.equal(existsSync(join(out, 'index.html')), false);
  await pastRun(t, out, 0);
  mkdirSync(join(out, 'index.html'));
  const notes: string[] = [];
  writeHistory(out, (line) => notes.push(line));
  assert.match(notes.join(), /^could not write the list of runs: cannot write /);
});

test('a capacity campaign is listed among the runs with what it came to, and is in no trend', async (t) => {
  const out = await tempFolder(t);
  for (const day of [0, 2]) await pastRun(t, out, day);
  const name = 'capacity-20270102-030405-00aa';
  const count = { files: 3, bytes: 30 };
  const none = { files: 0, bytes: 0 };
  const headline = 'it holds 3 files, <b>30 B</b>: its quota is used up';
  const summary: CapacitySummary = {
    schema: 'burstbox/capacity/1',
    campaign: name,
    state: 'finished',
    status: 'healthy',
    headline,
    startedAtMs: START_MS + DAY_MS,
    durationSeconds: 61,
    target: { name: 'mine', about: 'a store', baseUrl: 'http://127.0.0.1:9' },
    plan: count,
    stored: count,
    left: none,
    uploads: {
      begun: 3,
      acknowledged: 3,
      refused: 0,
      unanswered: 0,
      dropped: 0,
      differed: 0,
      repeated: 0,
      unknown: 0,
    },
    transfer: {},
    stages: [],
    findings: [],
    doubts: [],
    facts: {},
    config: { schema: 'burstbox/capacity-config/1', stages: [] },
    limits: { minFreeDisk: '5%' },
    curve: [],
  };
  mkdirSync(join(out, name));
  writeFileSync(join(out, name, FILES.summary), JSON.stringify(summary));
  writeFileSync(join(out, name, FILES.reportHtml), '');
  const runs = readPastRuns(out);
  assert.deepEqual(
    runs.map(({ folder }) => folder),
    ['run-002', name, 'run-000'],
  );
  assert.equal(trendsOf(runs).length, 1);
  writeHistory(out, noNote);
  const page = readFileSync(join(out, 'index.html'), 'utf8');
  assert.match(page, new RegExp(`<a href="\\./${name}/report\\.html">`));
  assert.ok(page.includes(htmlText(`capacity: ${headline}`)), page);
});
