import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Journey } from '../../contract/contract.ts';
import { loadTarget } from '../../plan/targets/targets.ts';
import { tempFolder } from '../../testing/temp-folder.ts';
import { checkJourney } from './check.ts';

const JOURNEY: Journey = {
  enrol: [
    { op: 'sign_up', path: '/accounts', json: { name: '{user}' }, expect: [201, 409] },
    { op: 'log_in', path: '/tokens', form: { name: '{user}' }, capture: { token: { json: 'token' } } },
  ],
  headers: { Authorization: 'Bearer {token}' },
  tasks: [
    {
      name: 'write',
      weight: 3,
      steps: [
        { op: 'create', path: '/notes', json: { text: ['{unique}'] }, capture: { id: { json: 'id' } } },
        { op: 'read', path: '/notes/{id}', assert: [{ json: 'owner', equals: '{user}' }] },
      ],
    },
    { name: 'look', steps: [{ op: 'look', path: '/notes?of={vu}' }] },
  ],
  leave: [{ op: 'leave', method: 'DELETE', path: '/accounts/me', headers: { 'X-Token': '{token}' } }],
  think: { minSeconds: 1, maxSeconds: 3 },
};

test('a journey in which everything is captured before it is used is fine', () => {
  checkJourney('shop.json', JOURNEY);
});

test('a placeholder that nothing before it captures is refused with its place and what is known there', () => {
  const refused = (journey: Partial<Journey>, message: string) =>
    assert.throws(() => checkJourney('shop.json', { ...JOURNEY, ...journey }), { code: 'config', message });
  const task = (steps: Journey['tasks'][number]['steps']) => ({ tasks: [{ name: 'write', steps }] });
  refused(
    task([{ op: 'read', path: '/notes/{nid}' }]),
    'shop.json: /journey/tasks/0/steps/0/path has the placeholder {nid}, which nothing before it captures; known there: {user}, {vu}, {unique}, {token}',
  );
  refused(
    task([{ op: 'read', path: '/', json: { deep: [{ a: '{x}' }] } }]),
    'shop.json: /journey/tasks/0/steps/0/json/deep/0/a has the placeholder {x}, which nothing before it captures; known there: {user}, {vu}, {unique}, {token}',
  );
  refused(
    task([
      {
        op: 'read',
        path: '/',
        assert: [
          { json: 'a', exists: true },
          { json: 'b', equals: '{x}' },
        ],
      },
    ]),
    'shop.json: /journey/tasks/0/steps/0/assert/1/equals has the placeholder {x}, which nothing before it captures; known there: {user}, {vu}, {unique}, {token}',
  );
  refused(
    { headers: { Authorization: 'Bearer {tokn}' } },
    'shop.json: /journey/headers/Authorization has the placeholder {tokn}, which nothing before it captures; known there: {user}, {vu}, {unique}, {token}',
  );
  refused(
    { leave: [{ op: 'leave', path: '/notes/{id}' }] },
    'shop.json: /journey/leave/0/path has the placeholder {id}, which nothing before it captures; known there: {user}, {vu}, {unique}, {token}',
  );
});

test('a name that has a meaning already, two tasks of one name and a pause that ends before it begins are refused', () => {
  const [first, second] = JOURNEY.tasks;
  assert.ok(first !== undefined && second !== undefined);
  const capture = { user: { json: 'id' } };
  assert.throws(
    () => checkJourney('f', { tasks: [{ name: 'a', steps: [{ op: 'a', path: '/', capture }] }] }),
    {
      message:
        'f: /journey/tasks/0/steps/0/capture/user takes a reserved name; choose another than user, vu, unique',
    },
  );
  assert.throws(() => checkJourney('f', { ...JOURNEY, tasks: [first, { ...second, name: 'write' }] }), {
    message: 'f: /journey/tasks/1/name is "write", as another task is called; rename one',
  });
  assert.throws(() => checkJourney('f', { ...JOURNEY, think: { minSeconds: 3, maxSeconds: 1 } }), {
    message:
      'f: /journey/think has minSeconds 3 and maxSeconds 1; expected maxSeconds to be at least minSeconds',
  });
});

test('a target file has a journey, and its mistakes are told with path, value and what was expected', async (t) => {
  const path = join(await tempFolder(t), 'shop.json');
  const load = (journey: unknown) => {
    const usual = { schema: 'burstbox/target/1', about: 'mine', health: '/', routes: { ping: '/' } };
    writeFileSync(path, JSON.stringify({ ...usual, baseUrl: 'http://127.0.0.1:1', journey }));
    return loadTarget(path).journey;
  };
  assert.deepEqual(load(JOURNEY), JOURNEY);
  const step = (more: object) => ({ tasks: [{ name: 'a', steps: [{ op: 'a', path: '/', ...more }] }] });
  const cases: [journey: unknown, message: RegExp][] = [
    [{}, /\/journey has no "tasks", which is required/],
    [step({ op: 'Create Note' }), /\/steps\/0\/op is "Create Note"; .*such as "create_note"/],
    [step({ path: 'notes' }), /\/steps\/0\/path is "notes"; .*such as "\/notes\/\{id\}"/],
    [step({ method: 'FETCH' }), /\/steps\/0\/method is "FETCH"; expected "GET" or/],
    [step({ boddy: 1 }), /\/steps\/0 has an unknown key "boddy"; expected one of op, path/],
    [step({ json: {}, form: {} }), /\/steps\/0\/form cannot be combined with the keys next to it/],
    [step({ assert: [{ json: 'a', exists: true, atLeast: 1 }] }), /exactly one of equals, exists, atLeast/],
    [step({ form: { password: 'hunter2' } }), /\/steps\/0\/form\/password is a secret in plain text/],
  ];
  for (const [journey, message] of cases) assert.throws(() => load(journey), { code: 'config', message });
  load(step({ form: { password: 'pw-{user}' } }));
});
