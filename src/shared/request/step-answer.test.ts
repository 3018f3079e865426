import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JourneyAssertion, JourneyStep } from '../../contract/contract.ts';
import { answerFault, readsBody } from './step-answer.ts';
import type { Values } from './template.ts';

const STEP: JourneyStep = { op: 'read', path: '/' };
const BODY = { id: 7, token: 'abc', items: [{ name: 'u1' }, {}], total: 2, gone: null, on: false };

function faultOf(step: Partial<JourneyStep>, values: Values = {}, body: unknown = BODY, headers = {}) {
  return answerFault({ ...STEP, ...step }, { body: JSON.stringify(body), headers }, values);
}

test('values are captured from JSON and headers, and a number stays one', () => {
  const values: Values = { user: 'u1' };
  const capture = {
    token: { json: 'token' },
    id: { json: 'id' },
    name: { json: 'items.0.name' },
    place: { header: 'Location' },
  };
  assert.equal(faultOf({ capture }, values, BODY, { Location: '/notes/n%201' }), undefined);
  assert.deepEqual(values, { user: 'u1', token: 'abc', id: 7, name: 'u1', place: 'n 1' });
});

test('a capture that is missing, or that no header could carry, is told by its name', () => {
  const source = { json: 'token' };
  const missing = { missing: 'token', source };
  for (const body of [
    {},
    { token: '' },
    { token: null },
    { token: { a: 1 } },
    { token: 'a\r\nX-Evil: 1' },
    { token: 'a\u0001' },
    { token: '\ud800' },
    { token: '..' },
    '<html>',
  ])
    assert.deepEqual(faultOf({ capture: { token: source } }, {}, body), missing);
});

test('an assertion holds or is told', () => {
  const holds = (assertion: JourneyAssertion, values: Values = {}) =>
    faultOf({ assert: [assertion] }, values) === undefined;
  const good: JourneyAssertion[] = [
    { json: 'token', equals: 'abc' },
    { json: 'id', equals: 7 },
    { json: 'on', equals: false },
    { json: 'gone', equals: null },
    { json: 'items', exists: true },
    { json: 'gone', exists: false },
    { json: 'never', exists: false },
    { json: 'total', atLeast: 2 },
    { json: 'items', atLeast: 2 },
  ];
  for (const each of good) assert.ok(holds(each), JSON.stringify(each));
  const bad: JourneyAssertion[] = [
    { json: 'token', equals: 'ab' },
    { json: 'id', equals: '7' },
    { json: 'on', equals: 0 },
    { json: 'never', equals: null },
    { json: 'items', exists: false },
    { json: 'gone', exists: true },
    { json: 'total', atLeast: 3 },
    { json: 'items', atLeast: 3 },
    { json: 'token', atLeast: 1 },
  ];
  for (const each of bad) assert.ok(!holds(each), JSON.stringify(each));
  assert.ok(holds({ json: 'items.0.name', equals: '{user}' }, { user: 'u1' }));
  assert.ok(holds({ json: 'id', equals: '{id}' }, { id: 7 }));
  assert.ok(!holds({ json: 'items.0.name', equals: '{user}' }, { user: 'u2' }));
});

test('an answer that is no JSON breaks an assertion, and what is captured before may be expected', () => {
  const step: JourneyStep = { ...STEP, assert: [{ json: 'a', exists: true }] };
  assert.deepEqual(answerFault(step, { body: '<html>', headers: {} }, {}), {
    broken: { json: 'a', exists: true },
  });
  const capture = { id: { json: 'id' } };
  assert.equal(faultOf({ capture, assert: [{ json: 'id', equals: '{id}' }] }), undefined);
});

test('a body is read only where something is looked for in it', () => {
  assert.equal(readsBody(STEP), false);
  assert.equal(readsBody({ ...STEP, capture: { a: { header: 'Location' } } }), false);
  assert.equal(readsBody({ ...STEP, capture: { a: { json: 'a' } } }), true);
  assert.equal(readsBody({ ...STEP, assert: [{ json: 'a', exists: true }] }), true);
});

test('an answer that is no JSON breaks every assertion, also that something is absent', () => {
  const assertion = { json: 'error', exists: false };
  for (const body of ['<html>', '', '{"error":'])
    assert.deepEqual(answerFault({ ...STEP, assert: [assertion] }, { body, headers: {} }, {}), {
      broken: assertion,
    });
  assert.equal(faultOf({ assert: [assertion] }, {}, []), undefined);
});
