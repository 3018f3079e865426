import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { SCRIPT_ENV } from '../contract/contract.ts';
import { PING } from '../judge/fixtures.ts';
import { fakeDriver } from '../sandbox/fake.ts';
import type { Outcome } from '../store/records/records.ts';
import { FILES } from '../store/store.ts';
import { closedUrl, server } from '../testing/http-server.ts';
import { tempFolder } from '../testing/temp-folder.ts';
import { type FakeLoads, fakeGenerator } from './drive/fake.ts';
import { boxed, LEDGER, LIMITS } from './fixtures.ts';
import { play, type Scene } from './play.ts';

const LIVE = { show() {} };

interface Stage {
  scene: Scene;
  interruption: AbortController;
  /** What happened, in order. */
  events: string[];
  play(): Promise<Outcome>;
  /** Of the scenario's folder. */
  has(file: string): boolean;
}

/** A scene at a service that answers, with a fake load. */
async function stageOf(t: TestContext, loads: FakeLoads = {}, changes: Partial<Scene> = {}): Promise<Stage> {
  const events: string[] = [];
  const { url } = await server(t, (request, response) => {
    events.push(`${request.method} ${request.url}`);
    response.end('ok');
  });
  const folder = await tempFolder(t);
  const interruption = new AbortController();
  const scene: Scene = {
    profile: 't3-micro',
    scenario: PING,
    target: { name: 'x', about: 'x', baseUrl: url, health: '/health', routes: { ping: '/ping' }, probes: {} },
    folder,
    generator: fakeGenerator({
      ...loads,
      play: async (load) => {
        events.push('load');
        await (loads.play ?? ((each) => each.end()))(load);
      },
    }),
    parameters: { [SCRIPT_ENV.seed]: '7' },
    seed: 7,
    runFolder: folder,
    note: (line) => events.push(line),
    untilStable: false,
    ...changes,
  };
  return {
    scene,
    interruption,
    events,
    play: () => play(scene, LEDGER, LIVE, interruption.signal),
    has: (file) => existsSync(join(folder, file)),
  };
}

test('the service is ready before the load and stopped after it, and the outcome is written last', async (t) => {
  const events: string[] = [];
  const { startService } = boxed(t, events);
  const stage = await stageOf(
    t,
    {
      play(load) {
        events.push(`load, outcome ${stage.has(FILES.outcome) ? 'there' : 'not there'}`);
        load.end();
      },
    },
    { startService },
  );
  const outcome = await stage.play();
  assert.deepEqual([...new Set(events)], ['start', 'load, outcome not there', 'stop']);
  assert.equal(outcome.firstCause, undefined);
  assert.ok((outcome.startSeconds ?? -1) >= 0);
  assert.deepEqual(JSON.parse(readFileSync(join(stage.scene.folder, FILES.outcome), 'utf8')), outcome);
});

test('the load is told where the service is, and what is measured of it stands in the samples', async (t) => {
  const generator = fakeGenerator({ stats: { k6_cpu_seconds_total: 3 } });
  const stage = await stageOf(t, {}, { generator });
  const { sampling, k6 } = await stage.play();
  const [load] = generator.loads;
  assert.deepEqual(load?.order.parameters, {
    [SCRIPT_ENV.seed]: '7',
    [SCRIPT_ENV.baseUrl]: stage.scene.target.baseUrl,
  });
  assert.deepEqual(k6, { exitCode: 0, signal: null, scriptExceptions: 0 });
  const samples = readFileSync(join(stage.scene.folder, FILES.samples), 'utf8').trim().split('\n');
  assert.equal(samples.length, sampling.taken);
  assert.equal(JSON.parse(samples[0] ?? '').values.k6_cpu_seconds_total, 3);
});

test('each operation is measured for itself, but not in a load of hours', async (t) => {
  const asked = async (seconds: number, changes: Partial<Scene> = {}) => {
    const generator = fakeGenerator();
    const legs = PING.legs.map((leg) => ({ ...leg, seconds }));
    await (await stageOf(t, {}, { generator, scenario: { ...PING, legs }, ...changes })).play();
    return generator.loads[0]?.order.byOperation;
  };
  assert.equal(await asked(60), true);
  assert.equal(await asked(3600), false);
  assert.equal(await asked(3600, { abortOn: 'critical' }), true);
});

test('an interruption stops the load and is the first cause; the service is stopped all the same', async (t) => {
  const events: string[] = [];
  const { startService } = boxed(t, events);
  const stage = await stageOf(t, { play: () => stage.interruption.abort() }, { startService });
  const { firstCause, k6 } = await stage.play();
  assert.equal(firstCause?.id, 'interrupted');
  assert.equal(k6?.exitCode, 103);
  assert.equal(events.at(-1), 'stop');
  assert.ok(stage.has(FILES.outcome));
});

test('an interruption before the service is ready begins no load', async (t) => {
  const generator = fakeGenerator();
  const driver = fakeDriver();
  const stage = await stageOf(
    t,
    {},
    {
      generator,
      // Nothing listens there.
      startService: (_, logFile) =>
        driver.start({ name: 'x', command: [], env: {}, cwd: '/', limits: LIMITS, logFile }, LEDGER),
    },
  );
  const playing = stage.play();
  stage.interruption.abort();
  const { firstCause } = await playing;
  assert.deepEqual([firstCause?.id, generator.loads.length], ['interrupted', 0]);
});

test('a generator that dies is the first cause, with what it said', async (t) => {
  const cause = { id: 'generator-failed', message: 'it was ended by SIGKILL', atMs: Date.now() } as const;
  const exit = { exitCode: null, signal: 'SIGKILL', scriptExceptions: 0 };
  const stage = await stageOf(t, { play: (load) => load.end({ exit, cause }) });
  const outcome = await stage.play();
  assert.deepEqual([outcome.firstCause, outcome.k6], [cause, exit]);
  assert.ok(stage.has(FILES.outcome));
});

test('a generator that ends early by itself leaves no cause: what it did not measure is for the judge', async (t) => {
  const stage = await stageOf(t);
  const outcome = await stage.play();
  assert.deepEqual([outcome.firstCause, outcome.endedEarly], [undefined, undefined]);
  assert.deepEqual(outcome.legs, PING.legs);
});

test('a generator that never ends is stopped when its load is surely over', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const stage = await stageOf(t, { play: () => t.mock.timers.tick(3_600_000) });
  const { firstCause, k6 } = await stage.play();
  assert.deepEqual([firstCause?.id, k6?.exitCode], ['generator-timeout', 103]);
});

test('a service that dies stops the load, and its death goes before what the generator says of it', async (t) => {
  const events: string[] = [];
  const { startService, service } = boxed(t, events);
  const died = Date.now();
  const stage = await stageOf(
    t,
    {
      play: () => service()?.end({ code: 1, atMs: died }),
      stopped: (load) =>
        load.end({ cause: { id: 'generator-failed', message: 'no answers', atMs: died + 60_000 } }),
    },
    { startService },
  );
  const { firstCause, serviceExit } = await stage.play();
  assert.deepEqual([firstCause?.id, serviceExit?.code], ['target-exited', 1]);
});

test('a generator that cannot begin ends the scene with its error, and the service is stopped', async (t) => {
  const events: string[] = [];
  const { startService } = boxed(t, events);
  const startError = new Error('no such program');
  const stage = await stageOf(t, { startError }, { startService });
  await assert.rejects(stage.play(), startError);
  assert.equal(events.at(-1), 'stop');
  assert.ok(stage.has(FILES.outcome));
});

test('a service that cannot be reached at all still has a load, which says so', async (t) => {
  const baseUrl = await closedUrl();
  const generator = fakeGenerator();
  const stage = await stageOf(t, {}, { generator });
  const { scene } = stage;
  const { firstCause } = await play(
    { ...scene, target: { ...scene.target, baseUrl } },
    LEDGER,
    LIVE,
    stage.interruption.signal,
  );
  assert.deepEqual([firstCause, generator.loads.length], [undefined, 1]);
});
