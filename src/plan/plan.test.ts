/** How what was chosen is played. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CATALOGUE, OPTIONS, planned, scenario, TARGET } from './fixtures.ts';
import type { RunOptions } from './options.ts';
import { type Catalogue, makePlan, planSeconds, scenarioSeconds } from './plan.ts';
import type { NamedScenario } from './scenarios.ts';
import type { Target } from './targets/targets.ts';

test('a request may take what the command line says, else what the service or the scenario needs, whichever is more', () => {
  const catalogue: Catalogue = {
    ...CATALOGUE,
    scenarios: [{ ...scenario('big', 'core', ['ping']), requestTimeoutSeconds: 60 }],
  };
  const seconds = (ofTarget?: number, asked?: number, names = catalogue) =>
    makePlan(
      ['all'],
      { ...TARGET, ...(ofTarget === undefined ? {} : { requestTimeoutSeconds: ofTarget }) },
      { ...OPTIONS, ...(asked === undefined ? {} : { requestTimeoutSeconds: asked }) },
      names,
    ).scenarios[0]?.requestTimeoutSeconds;
  assert.deepEqual([seconds(), seconds(30), seconds(90), seconds(90, 5)], [60, 60, 90, 5]);
  assert.deepEqual(
    [seconds(undefined, undefined, CATALOGUE), seconds(2, undefined, CATALOGUE)],
    [undefined, 2],
  );
});

test('a service that removes nothing is loaded where what it stores is thrown away, and then keeps its files', () => {
  const soak = scenario('soak', 'core', ['upload', 'remove']);
  const started = (command: string[]): Target => ({ ...TARGET, start: { command, cwd: '/', env: {} } });
  const catalogue = { ...CATALOGUE, scenarios: [{ ...soak, operations: 2 }] };
  for (const command of [
    ['./server', '--data={data}'],
    ['sh', '-c', 'exec ./server "$DATA_DIR"'],
  ]) {
    const [planned] = makePlan(['soak'], started(command), OPTIONS, catalogue).scenarios;
    assert.deepEqual([planned?.keepsFiles, planned?.operations], [true, undefined]);
  }
  const removing = {
    ...started(['./server', '{data}']),
    routes: { ...TARGET.routes, remove: '/files/{name}' },
  };
  const [planned] = makePlan(['soak'], removing, OPTIONS, catalogue).scenarios;
  assert.deepEqual([planned?.keepsFiles, planned?.operations], [undefined, 2]);
  const { start: _, ...rest } = TARGET;
  const running = { ...rest, baseUrl: 'http://127.0.0.1:1' };
  const compose = { file: '/compose.yaml', service: 'web' };
  for (const target of [started(['./server']), running, { ...TARGET, start: { compose, cwd: '/', env: {} } }])
    assert.throws(() => makePlan(['soak'], target, OPTIONS, catalogue), {
      message:
        /^soak: the target "mine" has no route for remove; it needs none where burstbox starts it with \{data\}/,
    });
});

test('a service that is running already is tested as it is, unless a box is named to judge it by', () => {
  const { start: _, ...rest } = TARGET;
  const running = { ...rest, baseUrl: 'http://127.0.0.1:1' };
  assert.deepEqual(planned(['ping'], running).profiles, ['as-is']);
  assert.deepEqual(planned(['ping', 't3-small'], running).profiles, ['t3-small']);
  assert.equal(makePlan(['ping'], running, OPTIONS, CATALOGUE).profiles[0]?.limits, undefined);
});

test('legs are those of the pace, duration and VUs that were asked for', () => {
  const legs = (options: Partial<RunOptions>) =>
    makePlan(['ping'], TARGET, { ...OPTIONS, ...options }, CATALOGUE).scenarios[0]?.legs;
  assert.deepEqual(legs({}), [{ phase: 'steady', move: 'hold', seconds: 30, level: 10 }]);
  assert.deepEqual(legs({ durationSeconds: 60, vus: 3 }), [
    { phase: 'steady', move: 'hold', seconds: 60, level: 3 },
  ]);
});

test('a rate is for the open model and VUs for the closed one', () => {
  const options = { ...OPTIONS, vus: 3, rate: 500 };
  const { scenarios } = makePlan(['ping', 'arrivals'], TARGET, options, CATALOGUE);
  assert.deepEqual(
    scenarios.map(({ model, legs }) => [model, legs.map(({ level }) => level)]),
    [
      ['closed', [3]],
      ['open', [500]],
    ],
  );
});

test('a rate or VUs that no scenario takes are refused', () => {
  assert.throws(() => makePlan(['all'], TARGET, { ...OPTIONS, rate: 500 }, CATALOGUE), {
    code: 'usage',
    message: '--rate 500: none of these scenarios uses the open model; name one, such as open, or use --vus',
  });
  assert.throws(() => makePlan(['open'], TARGET, { ...OPTIONS, vus: 3 }, CATALOGUE), {
    code: 'usage',
    message: '--vus 3: all of these scenarios use the open model; use --rate (arrivals per second)',
  });
});

test('the estimate counts every scenario on every box, with what it costs besides its load', () => {
  const plan = makePlan(['all'], TARGET, OPTIONS, CATALOGUE);
  const [ping] = plan.scenarios;
  assert.ok(ping !== undefined && scenarioSeconds(ping) > 30);
  assert.equal(planSeconds(plan), 3 * 2 * scenarioSeconds(ping));
});

test('a journey in the target file says what an iteration is, and a throughput mark scales with the users', () => {
  const users: NamedScenario = {
    ...scenario('journey/normal', 'journey', ['journey']),
    throughput: { healthy: 100, critical: 50 },
  };
  const steps = [
    { op: 'a', path: '/a' },
    { op: 'b', path: '/b' },
  ];
  const tasks = [
    { name: 'two', weight: 3, steps },
    { name: 'one', weight: 1, steps: steps.slice(1) },
  ];
  const think = { minSeconds: 0, maxSeconds: 1 };
  const catalogue: Catalogue = { ...CATALOGUE, scenarios: [users] };
  const target = { ...TARGET, journey: { tasks, think } };
  const [planned] = makePlan(['journey'], target, { ...OPTIONS, vus: 5 }, catalogue).scenarios;
  assert.equal(planned?.operations, 1.75);
  assert.equal(planned?.thinkSeconds, 0.5);
  assert.deepEqual(planned?.throughput, { healthy: 50, critical: 25 });
  assert.throws(() => makePlan(['journey/normal'], TARGET, OPTIONS, catalogue), {
    code: 'usage',
    message: 'journey/normal: the target "mine" has no journey',
  });
});

test('a scenario with bounds of its own is refused beyond them, by its name, and not cut down', () => {
  const locks: NamedScenario = {
    ...scenario('locks', 'catalog', ['ping']),
    bounds: { vus: [1, 50], seconds: [1, 300] },
  };
  const catalogue: Catalogue = { ...CATALOGUE, scenarios: [scenario('ping', 'core', ['ping']), locks] };
  const plan = (names: string[], asked: Partial<RunOptions>) =>
    makePlan(names, TARGET, { ...OPTIONS, ...asked }, catalogue).scenarios[0]?.legs[0];
  assert.equal(plan(['catalog'], { vus: 50, durationSeconds: 300 })?.level, 50);
  assert.equal(plan(['catalog'], { durationSeconds: 1 })?.seconds, 1);
  for (const [asked, message] of [
    [{ vus: 51 }, 'locks: --vus 51 is out of range; expected 1 to 50 clients'],
    [{ durationSeconds: 301 }, 'locks: --duration 301s is out of range; expected 1s to 300s'],
  ] as const)
    assert.throws(() => plan(['ping', 'catalog'], asked), { code: 'usage', message });
  assert.throws(() => plan(['ping', 'catalog'], { durationSeconds: 4 }), {
    code: 'usage',
    message: 'ping: --duration 4s is out of range; expected 5s to 24h',
  });
});
