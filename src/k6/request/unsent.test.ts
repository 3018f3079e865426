import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { UnsentKind } from '../../contract/contract.ts';
import { unsentKind } from './unsent.ts';

const errno = (number: number, text: string) => `dial: unknown errno ${number} error with msg \`${text}\``;

/** Each as k6 v2.2.0 said it when the fault was made for real, on Linux or, with other numbers, on macOS. */
const UNSENT: [code: number, error: string, kind: UnsentKind][] = [
  [1213, errno(24, 'too many open files'), 'descriptors'],
  [
    1100,
    'lookup shop.test on 127.0.0.1:53: dial udp 127.0.0.1:53: socket: too many open files',
    'descriptors',
  ],
  [1213, errno(99, 'cannot assign requested address'), 'ports'],
  [1213, errno(49, "can't assign requested address"), 'ports'],
  [1101, 'lookup: no such host', 'name'],
  [1100, 'lookup shop.test on 127.0.0.1:53: read udp 127.0.0.1:4->127.0.0.1:53: i/o timeout', 'name'],
  [1310, 'x509: unknown authority', 'tls'],
  [1311, "x509: certificate doesn't match hostname", 'tls'],
  [
    1000,
    'x509: certificate has expired or is not yet valid: current time 2026-11-26T20:21:05Z is after …',
    'tls',
  ],
  [1010, 'remote error: tls: certificate required', 'tls'],
  [1010, 'remote error: tls: bad certificate', 'tls'],
  [1010, 'remote error: tls: handshake failure', 'tls'],
  [1000, 'tls: server selected unsupported protocol version 302', 'tls'],
  [1200, 'proxyconnect tcp: dial tcp 127.0.0.1:1: connect: connection refused', 'proxy'],
  [1110, 'ip is blacklisted', 'forbidden'],
  [1111, 'hostname is blocked', 'forbidden'],
  [1213, errno(13, 'permission denied'), 'forbidden'],
  [1213, errno(1, 'operation not permitted'), 'forbidden'],
  [1213, errno(101, 'network is unreachable'), 'network'],
];

/** The service's own doing, or what may well be. */
const SENT: [code: number, error: string][] = [
  [1050, 'request timeout'],
  [1211, 'dial: i/o timeout'],
  [1212, 'dial: connection refused'],
  [1220, 'read: connection reset by peer'],
  [1201, 'write: broken pipe'],
  [1000, 'EOF'],
  [1000, 'unexpected EOF'],
  [1000, 'malformed HTTP response "AAAA"'],
  [1213, errno(113, 'no route to host')],
  [1301, 'tls: first record does not look like a TLS handshake'],
  [1010, 'remote error: tls: internal error'],
  [1611, 'http2: received GoAway with http2 ErrCode NO_ERROR'],
  [1701, 'gzip: invalid header'],
];

test('what never left this machine has its kind, and is none of the service', () => {
  for (const [error_code, error, kind] of UNSENT)
    assert.equal(unsentKind({ status: 0, error_code, error }, false), kind, error);
});

test('what a service may have done is not taken for ours', () => {
  for (const throughProxy of [false, true])
    for (const [error_code, error] of SENT)
      assert.equal(unsentKind({ status: 0, error_code, error }, throughProxy), undefined, error);
});

test('what a proxy says of itself is its own only where there is one', () => {
  for (const error of ['Proxy Authentication Required', 'Bad Gateway', 'Gateway Timeout', 'Forbidden'])
    for (const throughProxy of [true, false])
      assert.equal(
        unsentKind({ status: 0, error_code: 1000, error }, throughProxy),
        throughProxy ? 'proxy' : undefined,
        error,
      );
  for (const status of [407, 502, 504]) {
    assert.equal(unsentKind({ status, error_code: 1000 + status, error: '' }, true), 'proxy');
    assert.equal(unsentKind({ status, error_code: 1000 + status, error: '' }, false), undefined);
  }
  for (const status of [200, 403, 404, 500, 503])
    assert.equal(unsentKind({ status, error_code: 0, error: '' }, true), undefined);
});
