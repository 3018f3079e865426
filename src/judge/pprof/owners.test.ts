import assert from 'node:assert/strict';
import { test } from 'node:test';
import { profileOf, type Rows } from './fixtures/fixtures.ts';
import { cumulativeOf, growthOf, type Owner, ownersOf } from './owners.ts';

const owners = (rows: Rows) => ownersOf(profileOf('cpu', rows), 0);
const values = (list: Owner[]) => list.map(({ label, value }) => [label, value]);

test('a stack belongs to the innermost function of the service, with the callee in which most of it is', () => {
  const list = owners({
    'writev < write@node:net < answer@/srv/app/answer.ts < handle@/srv/app/app.ts': 60,
    'copy@/srv/node_modules/x/copy.js < answer@/srv/app/answer.ts < handle@/srv/app/app.ts': 10,
    'handle@/srv/app/app.ts': 20,
  });
  assert.deepEqual(list, [
    { kind: 'own', label: 'answer (app/answer.ts)', value: 70, inside: 'writev' },
    { kind: 'own', label: 'handle (app/app.ts)', value: 20 },
  ]);
});

test('without code of the service it belongs to a library, then to the runtime as a whole', () => {
  const list = owners({
    'writev < send@/srv/node_modules/x/send.js < onread@node:net': 5,
    'parse@node:_http_common < onread@node:net': 2,
    'nextTick@node:internal': 1,
  });
  assert.deepEqual(values(list), [
    ['send (x/send.js)', 5],
    ['the runtime itself', 3],
  ]);
});

test('collection counts as such wherever it was met, and waiting does not count', () => {
  const list = owners({
    'runtime.scanobject@/go/src/runtime/mgcmark.go < runtime.gcAssistAlloc@/go/src/runtime/mgcmark.go < main.work@/srv/app/main.go': 4,
    'Garbage Collection < Node.js': 3,
    '(idle)': 1000,
  });
  assert.deepEqual(values(list), [['garbage collection', 7]]);
});

test('what shrank, stayed or is below zero does not grow', () => {
  const before = owners({ 'a@/srv/a.ts': 5, 'b@/srv/b.ts': 5, 'c@/srv/c.ts': 5 });
  const after = owners({
    'a@/srv/a.ts': 9,
    'b@/srv/b.ts': 5,
    'c@/srv/c.ts': 1,
    'd@/srv/d.ts': 2,
    'e@/srv/e.ts': -3,
  });
  assert.deepEqual(values(growthOf(before, after)), [
    ['a (srv/a.ts)', 4],
    ['d (srv/d.ts)', 2],
  ]);
});

test('a function that calls itself has its time once', () => {
  const profile = profileOf('cpu', {
    'walk@/srv/a.ts < walk@/srv/a.ts < main@/srv/m.ts': 6,
    'writev < main@/srv/m.ts': 1,
  });
  assert.deepEqual(values(cumulativeOf(profile, 0)), [
    ['main (srv/m.ts)', 7],
    ['walk (srv/a.ts)', 6],
  ]);
});

test('a sample type that is not there has no owners', () => {
  assert.deepEqual(ownersOf(profileOf('cpu', { 'a@/srv/a.ts': 5 }), -1), []);
});
