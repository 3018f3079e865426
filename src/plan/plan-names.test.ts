/** Which scenarios and boxes the names stand for. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CATALOGUE, OPTIONS, planned, scenario, TARGET } from './fixtures.ts';
import { type Catalogue, makePlan, missingNeeds } from './plan.ts';
import type { Target } from './targets/targets.ts';

test('a scenario that only reads is played where the target names what is there', () => {
  const read = { ...scenario('read', 'core', ['upload', 'list', 'remove']), instead: 'read' as const };
  const target = { routes: { ping: '/', read: ['/a'] } } as Target;
  assert.deepEqual(missingNeeds(read, target), []);
  assert.deepEqual(missingNeeds(read, { routes: { ping: '/' } } as Target), ['upload', 'list', 'remove']);
});

test('what takes no files and shows those that it has can be read', () => {
  const read = { ...scenario('read', 'core', ['upload', 'list', 'remove']), instead: 'read' as const };
  const needs = (routes: Target['routes']) => missingNeeds(read, { routes } as Target);
  assert.deepEqual(needs({ ping: '/', list: '/', download: '/{name}' }), []);
  assert.deepEqual(needs({ ping: '/', list: '/' }), ['upload', 'remove']);
});

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

test('a name that is both a box and a scenario is refused, since nobody could tell which is meant', () => {
  const catalogue: Catalogue = { ...CATALOGUE, profileNames: [...CATALOGUE.profileNames, 'ping'] };
  assert.throws(() => makePlan(['ping'], TARGET, OPTIONS, catalogue), {
    code: 'config',
    message: '"ping" is both a file in profiles/ and a scenario or suite; rename one of them',
  });
});
