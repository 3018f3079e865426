import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { parseArguments } from '../cli/arguments/arguments.ts';
import { BurstboxError } from '../errors.ts';
import { PING } from '../judge/fixtures.ts';
import type { Profile } from '../plan/profiles.ts';
import type { RunRecord, Verdict } from '../store/records/records.ts';
import { FILES } from '../store/store.ts';
import { tempFolder } from '../testing/temp-folder.ts';
import { type FakeLoad, type FakeLoads, fakeGenerator } from './drive/fake.ts';
import { boxed, LIMITS } from './fixtures.ts';
import { type Means, type Order, runAll } from './pipeline.ts';
import type { RunResult } from './standing.ts';

const PROFILES: Profile[] = ['small', 'large'].map((name) => ({
  name,
  about: name,
  limits: LIMITS,
  env: {},
}));
const SCENARIOS = [PING, { ...PING, name: 'upload' }];
const ENFORCED = {
  driver: 'process',
  about: 'fake',
  enforces: { cpu: true, memory: true },
  notes: [],
} as const;

interface Running {
  /** Titles of the scenarios, notes and verdicts, in the order in which the user sees them. */
  said: string[];
  /** Folders of the loads below that of the run, in the order in which they were played. */
  played: string[];
  interruption: AbortController;
  /** Of the run that goes on. */
  folder(): string;
  record(): RunRecord;
  verdict(): Verdict;
  run(): Promise<RunResult>;
}

/** A run of two scenarios on two boxes with fake loads; nothing is started. */
async function running(t: TestContext, loads: FakeLoads = {}, words: string[] = []): Promise<Running> {
  const out = await tempFolder(t);
  const { options } = parseArguments(['ping', '--out', out, ...words]);
  const events: string[] = [];
  const stage = boxed(t, events);
  const { play = (load) => load.end() } = loads;
  const said: string[] = [];
  const played: string[] = [];
  const interruption = new AbortController();
  const folder = () => join(out, readdirSync(out).find((name) => name !== 'latest') ?? '');
  const means: Means = {
    generator: async () =>
      fakeGenerator(
        Object.assign(loads, {
          async play(load: FakeLoad) {
            played.push(load.order.folder.slice(folder().length + 1));
            await play(load);
          },
        }),
      ),
    stage: async () => ({
      sandbox: { ...ENFORCED, notes: [] },
      start: ({ port, logFile }) => stage.startService(port, logFile),
    }),
  };
  const order: Order = {
    argv: words,
    options,
    target: {
      name: 'x',
      about: 'x',
      health: '/',
      routes: { ping: '/' },
      probes: {},
      start: { command: ['x'], cwd: '/', env: {} },
    },
    plan: { profiles: PROFILES, scenarios: SCENARIOS, skipped: [] },
  };
  const progress = {
    note(line: string) {
      // Its port is another each time.
      if (!line.startsWith('the service listens on http://127.0.0.1:')) said.push(line);
    },
    scenario(index: number, of: number, title: string) {
      said.push(`${index}/${of} ${title}`);
      return { show() {} };
    },
    verdict: (status: string) => said.push(status),
  };
  const read = <T>(file: string): T => JSON.parse(readFileSync(join(folder(), file), 'utf8'));
  return {
    said,
    played,
    interruption,
    folder,
    record: () => read(FILES.run),
    verdict: () => read(FILES.verdict),
    run: () => runAll(order, progress, interruption.signal, means),
  };
}

const EVERY = ['small/ping', 'small/upload', 'large/ping', 'large/upload'];

test('every scenario of a box, then the next box; each verdict comes before the next load', async (t) => {
  const run = await running(t);
  const { folder } = await run.run();
  assert.deepEqual(run.played, EVERY);
  assert.deepEqual(run.said, [
    ...['1/4 small / ping', 'unknown', '2/4 small / upload', 'unknown'],
    ...['3/4 large / ping', 'unknown', '4/4 large / upload', 'unknown'],
  ]);
  assert.equal(folder, run.folder());
  assert.equal(run.record().state, 'finished');
  for (const each of EVERY) assert.ok(existsSync(join(folder, each, FILES.verdict)), each);
});

test('repeats are all of it once, and then again', async (t) => {
  const run = await running(t, {}, ['--repeat', '2']);
  await run.run();
  assert.deepEqual(run.played.slice(0, 4), EVERY);
  assert.equal(new Set(run.played).size, 2 * EVERY.length);
  assert.match(run.said[0] ?? '', /small \/ ping, repeat 1 of 2$/);
  assert.match(run.said.at(-2) ?? '', /large \/ upload, repeat 2 of 2$/);
});

test('what is known so far is on disk while the run goes on', async (t) => {
  const seen: string[] = [];
  const run = await running(t, {
    play(load) {
      const judged = EVERY.filter((each) => existsSync(join(run.folder(), each, FILES.verdict)));
      const { state, finishedAtMs } = run.record();
      const isReported = existsSync(join(run.folder(), FILES.reportMarkdown));
      seen.push(`${judged.length} judged, ${state}, ${finishedAtMs}, report ${isReported}`);
      load.end();
    },
  });
  await run.run();
  assert.deepEqual(
    seen,
    [0, 1, 2, 3].map((count) => `${count} judged, running, undefined, report true`),
  );
});

test('an interruption ends the run with the load that it fell into; what was played is judged', async (t) => {
  const run = await running(t, {
    play(load) {
      if (run.played.length === 2) run.interruption.abort();
      else load.end();
    },
  });
  const { verdict } = await run.run();
  assert.deepEqual(run.played, EVERY.slice(0, 2));
  assert.equal(run.record().state, 'interrupted');
  assert.ok((run.record().finishedAtMs ?? 0) > 0);
  assert.deepEqual(run.verdict(), verdict);
  assert.equal(verdict.status, 'unknown');
  assert.ok(!existsSync(join(run.folder(), 'large')));
});

test('a generator that dies costs its own scenario only', async (t) => {
  const cause = { id: 'generator-failed', message: 'it was killed', atMs: Date.now() } as const;
  const run = await running(t, {
    play: (load) => load.end(run.played.length === 1 ? { cause } : {}),
  });
  const { verdict } = await run.run();
  assert.deepEqual(run.played, EVERY);
  const [first, second] = verdict.profiles[0]?.scenarios ?? [];
  assert.ok(first?.doubts.some(({ message }) => message.includes('it was killed')));
  assert.ok(!second?.doubts.some(({ message }) => message.includes('it was killed')));
});

test('a generator that ended early and measured nothing is never healthy', async (t) => {
  const { verdict } = await (await running(t)).run();
  for (const { scenarios } of verdict.profiles)
    for (const { status, doubts } of scenarios) {
      assert.equal(status, 'unknown');
      assert.ok(doubts.length > 0);
    }
});

test('a generator that cannot begin ends the run as failed, and what was played before stays judged', async (t) => {
  const startError = new BurstboxError('machine', 'the disk is full');
  const scripted: FakeLoads = {
    play(load) {
      scripted.startError = startError;
      load.end();
    },
  };
  const run = await running(t, scripted);
  await assert.rejects(run.run(), startError);
  assert.deepEqual(run.played, EVERY.slice(0, 1));
  assert.equal(run.record().state, 'failed');
  assert.ok(existsSync(join(run.folder(), 'small/ping', FILES.verdict)));
});

test('a run whose generator cannot be had leaves nothing', async (t) => {
  const out = await tempFolder(t);
  const { options } = parseArguments(['ping', '--out', out]);
  const target = { name: 'x', about: 'x', health: '/', routes: { ping: '/' }, probes: {} } as const;
  const start = { command: ['x'], cwd: '/', env: {} };
  const error = new BurstboxError('provision', 'no k6');
  const means: Means = {
    generator: () => Promise.reject(error),
    stage: () => assert.fail('a stage without a generator'),
  };
  const order = {
    argv: [],
    options,
    target: { ...target, start },
    plan: { profiles: PROFILES, scenarios: SCENARIOS, skipped: [] },
  };
  const progress = { note() {}, scenario: () => ({ show() {} }), verdict() {} };
  await assert.rejects(runAll(order, progress, new AbortController().signal, means), error);
  assert.deepEqual(readdirSync(out), []);
});
