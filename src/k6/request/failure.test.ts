import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ErrorKind } from '../../contract/contract.ts';
import { type Answer, failureOf, failureWithContent } from './failure.ts';

function kindOf(answer: Partial<Answer>, before?: ErrorKind, acknowledged = false): ErrorKind | undefined {
  const whole: Answer = { status: 0, error_code: 0, error: '', timings: { receiving: 0 }, ...answer };
  return failureOf(whole, { expect: [200, 201], acknowledged }, before);
}

/** As k6 v2.2 reports a connection; `begun` when a part of the answer had come. */
function broken(error_code: number, error: string, begun = false): Partial<Answer> {
  return { error_code, error, timings: { receiving: begun ? 0.2 : 0 } };
}

test('an expected status is no failure', () => {
  assert.equal(kindOf({ status: 200 }), undefined);
  assert.equal(kindOf({ status: 201 }), undefined);
});

test('a status has its kind', () => {
  const cases: [status: number, kind: ErrorKind][] = [
    [202, 'http_2xx'],
    [304, 'http_3xx'],
    [400, 'http_4xx'],
    [401, 'http_auth'],
    [403, 'http_forbidden'],
    [404, 'http_4xx'],
    [413, 'http_413'],
    [429, 'http_429'],
    [500, 'http_5xx'],
    [502, 'http_unavailable'],
    [503, 'http_unavailable'],
    [504, 'http_unavailable'],
    [507, 'http_507'],
    [999, 'transport'],
  ];
  for (const [status, kind] of cases)
    assert.equal(kindOf({ status, error_code: 1000 + status }), kind, String(status));
});

test('a file that is not there is lost only when the service had acknowledged it', () => {
  for (const status of [404, 410]) {
    assert.equal(kindOf({ status }, undefined, true), 'lost_file');
    assert.equal(kindOf({ status }, undefined, false), 'http_4xx');
  }
  assert.equal(kindOf({ status: 400 }, undefined, true), 'http_4xx');
});

test('a connection that gave no answer has its kind', () => {
  const cases: [code: number, error: string, kind: ErrorKind][] = [
    [1050, 'request timeout', 'timeout'],
    [1211, 'dial: i/o timeout', 'timeout'],
    [1212, 'dial: connection refused', 'refused'],
    [1220, 'read: connection reset by peer', 'reset'],
    [1201, 'write: broken pipe', 'reset'],
    [1000, 'EOF', 'reset'],
    [1611, 'http2: received GoAway with http2 ErrCode NO_ERROR', 'reset'],
    [1638, 'http2: stream error with http2 ErrCode REFUSED_STREAM', 'refused'],
    [1639, 'http2: stream error with http2 ErrCode CANCEL', 'reset'],
    [1701, 'error decompressing response body (gzip: invalid checksum)', 'not_decoded'],
    [1701, 'error decompressing response body (unexpected EOF)', 'transport'],
    [1213, 'dial: unknown errno 113 error with msg `no route to host`', 'transport'],
  ];
  for (const [code, error, kind] of cases) assert.equal(kindOf(broken(code, error)), kind, error);
});

test('an answer that begins and is then cut is short, however it is cut', () => {
  assert.equal(kindOf(broken(1000, 'unexpected EOF', true)), 'short_body');
  assert.equal(kindOf(broken(1220, 'read: connection reset by peer', true)), 'short_body');
  assert.equal(kindOf(broken(1639, 'http2: stream error with http2 ErrCode CANCEL', true)), 'short_body');
});

test('an answer that begins and does not end in time is a timeout', () => {
  assert.equal(kindOf(broken(1050, 'request timeout', true)), 'timeout');
});

test('what is left of an answer that was announced too short counts with it, and other rubbish does not', () => {
  const rubbish = broken(1000, 'malformed HTTP response "AAAA"', true);
  assert.equal(kindOf(rubbish, 'short_body'), 'short_body');
  assert.equal(kindOf(rubbish), 'transport');
  assert.equal(kindOf(rubbish, 'timeout'), 'transport');
});

test('of a success that was not expected its content says more than its number', () => {
  assert.equal(
    failureWithContent('http_2xx', () => 'false_success'),
    'false_success',
  );
  assert.equal(
    failureWithContent('http_2xx', () => 'no_id'),
    'no_id',
  );
});

test('any other status is what it is, and so is a strange success that is sound', () => {
  assert.equal(
    failureWithContent('http_2xx', () => undefined),
    'http_2xx',
  );
  assert.equal(
    failureWithContent('http_2xx', () => 'list_gap'),
    'http_2xx',
  );
  assert.equal(
    failureWithContent('http_5xx', () => assert.fail('looked at')),
    'http_5xx',
  );
  assert.equal(
    failureWithContent(undefined, () => 'wrong_bytes'),
    'wrong_bytes',
  );
});
