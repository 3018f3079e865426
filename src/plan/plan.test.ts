import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RunOptions } from './options.ts';
import { type Catalogue, makePlan, missingNeeds, planSeconds, scenarioSeconds } from './plan.ts';
import type { NamedScenario } from './scenarios.ts';
import type { Target } from './targets/targets.ts';

const OPTIONS: RunOptions = {
  pace: 'quick',
  target: 'reference',
  sandbox: 'auto',
  out: 'results',
  failOn: 'critical',
  untilStable: false,
  dashboard: false,
  csv: false,
  search: false,
  repeat: 1,
  dryRun: false,
  faults: [],
  json: false,
  k6Args: [],
};

const TARGET: Target = {
  name: 'mine',
  about: 'mine',
  start: { command: ['run'], cwd: '/', env: {} },
  health: '/health',
  routes: { ping: '/ping', upload: { style: 'raw', method: 'PUT', path: '/files/{name}' } },
  probes: {},
};

const CATALOGUE: Catalogue = {
  scenarios: [
    scenario('ping', 'core', ['ping']),
    scenario('upload', 'core', ['upload']),
    scenario('locks', 'catalog', ['ping']),
    scenario('puts', 's3', ['ping']),
    { ...scenario('arrivals', 'open', ['ping']), model: 'open' },
  ],
  commandNames: ['init', 'list', 'judge'],
  profileNames: ['t3-micro', 't3-small', 't3-medium', 'own'],
  loadProfile: (name) => ({ name, about: name, limits: { cpus: 1, memoryBytes: 1 }, env: {} }),
};

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

test('a scenario that only reads is played where the target names what is there', () => {
  const read = { ...scenario('read', 'core', ['upload', 'list', 'remove']), instead: 'read' as const };
  const target = { routes: { ping: '/', read: ['/a'] } } as Target;
  assert.deepEqual(missingNeeds(read, target), []);
  assert.deepEqual(missingNeeds(read, { routes: { ping: '/' } } as Target), ['upload', 'list', 'remove']);
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

test('what takes no files and shows those that it has can be read', () => {
  const read = { ...scenario('read', 'core', ['upload', 'list', 'remove']), instead: 'read' as const };
  const needs = (routes: Target['routes']) => missingNeeds(read, { routes } as Target);
  assert.deepEqual(needs({ ping: '/', list: '/', download: '/{name}' }), []);
  assert.deepEqual(needs({ ping: '/', list: '/' }), ['upload', 'remove']);
});

function scenario(name: string, suite: string, needs: NamedScenario['needs']): NamedScenario {
  return {
    name,
    suite,
    about: name,
    shape: [{ phase: 'steady', move: 'hold', seconds: 300, level: 10 }],
    thinkSeconds: 1,
    needs,
    limits: [],
  };
}

function planned(names: string[], target = TARGET): { profiles: string[]; scenarios: string[] } {
  const plan = makePlan(names, target, OPTIONS, CATALOGUE);
  return {
    profiles: plan.profiles.map(({ name }) => name),
    scenarios: plan.scenarios.map(({ name }) => name),
  };
}

const T3 = ['t3-micro', 't3-small', 't3-medium'];
const CORE = ['ping', 'upload'];

test('what is not named has its default: the three t3 boxes and the core suite', () => {
  assert.deepEqual(planned(['all']), { profiles: T3, scenarios: CORE });
  assert.deepEqual(planned(['t3-small']), { profiles: ['t3-small'], scenarios: CORE });
  assert.deepEqual(planned(['own', 't3-micro']), { profiles: ['t3-micro', 'own'], scenarios: CORE });
  assert.deepEqual(planned(['ping']), { profiles: T3, scenarios: ['ping'] });
  assert.deepEqual(planned(['t3-micro', 'upload', 'ping']), { profiles: ['t3-micro'], scenarios: CORE });
});

test('a suite runs only when it is named, alone or beside others', () => {
  assert.deepEqual(planned(['catalog']).scenarios, ['locks']);
  assert.deepEqual(planned(['catalog', 'ping']).scenarios, ['ping', 'locks']);
  assert.deepEqual(planned(['all', 'catalog']).scenarios, [...CORE, 'locks']);
  assert.deepEqual(planned(['all', 'puts']).scenarios, [...CORE, 'puts']);
  assert.deepEqual(planned(['open']).scenarios, ['arrivals']);
});

test('a name given twice runs once', () => {
  assert.deepEqual(planned(['ping', 'core', 'ping']).scenarios, CORE);
});

test('an unknown name is refused with the nearest one', () => {
  assert.throws(() => planned(['t3-micro', 'pingg']), {
    code: 'usage',
    message: 'unknown name "pingg" (did you mean "ping"?); see `node run.mjs list`',
  });
});

test('what the target has no routes for is skipped with the reason', () => {
  const target = { ...TARGET, routes: { ping: '/ping' } };
  const plan = makePlan(['all'], target, OPTIONS, CATALOGUE);
  assert.deepEqual(
    plan.scenarios.map(({ name }) => name),
    ['ping'],
  );
  assert.deepEqual(plan.skipped, [{ name: 'upload', why: 'the target "mine" has no route for upload' }]);
});

test('a scenario that was asked for by name is not skipped but refused', () => {
  assert.throws(() => planned(['ping', 'upload'], { ...TARGET, routes: { ping: '/ping' } }), {
    code: 'usage',
    message: 'upload: the target "mine" has no route for upload',
  });
});

test('a plan of which nothing is left is refused', () => {
  const catalogue: Catalogue = {
    ...CATALOGUE,
    scenarios: [scenario('upload', 'core', ['upload', 'remove'])],
  };
  assert.throws(() => makePlan(['all'], { ...TARGET, routes: { ping: '/' } }, OPTIONS, catalogue), {
    code: 'usage',
    message: 'the target "mine" has no route that any of these scenarios needs',
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

test('a name that is both a box and a scenario is refused, since nobody could tell which is meant', () => {
  const catalogue: Catalogue = { ...CATALOGUE, profileNames: [...CATALOGUE.profileNames, 'ping'] };
  assert.throws(() => makePlan(['ping'], TARGET, OPTIONS, catalogue), {
    code: 'config',
    message: '"ping" is both a file in profiles/ and a scenario or suite; rename one of them',
  });
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
