import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stateOf } from './state.ts';

const CONFLICT = [409, 412];

test('an expected answer is ok, and one that somebody else was first is a conflict', () => {
  assert.equal(stateOf(200, undefined, CONFLICT), 'ok');
  assert.equal(stateOf(412, undefined, CONFLICT), 'conflict');
  assert.equal(stateOf(409, 'http_4xx', []), 'fail');
});

test('what was refused, or not even sent, is surely not applied', () => {
  for (const status of [400, 404, 413, 428, 429]) assert.equal(stateOf(status, 'http_4xx', CONFLICT), 'fail');
  assert.equal(stateOf(0, 'refused', CONFLICT), 'fail');
});

test('what was sent and came to no clear answer may be applied at any time', () => {
  for (const [status, failure] of [
    [500, 'http_5xx'],
    [503, 'http_unavailable'],
    [202, 'http_2xx'],
    [307, 'http_3xx'],
    [408, 'http_4xx'],
    [0, 'timeout'],
    [0, 'reset'],
    [0, 'short_body'],
  ] as const)
    assert.equal(stateOf(status, failure, CONFLICT), 'unknown', failure);
});
