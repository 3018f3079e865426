import assert from 'node:assert/strict';
import { test } from 'node:test';
import { kindOf } from './classify.ts';

const KNOWN = { fitted: true, log: '', nextBytes: 1000 };
const of = (status: number, said?: string, known: Partial<typeof KNOWN & { freeBytes: number }> = {}) =>
  kindOf(
    { status, stored: false, sentBytes: 0, ms: 1, ...(said === undefined ? {} : { said }) },
    { ...KNOWN, ...known },
  );

test('the end of a store is known by status, code, words, log and disk', () => {
  assert.equal(of(507), 'quota');
  assert.equal(of(507, '507: the disk is full'), 'disk-full');
  assert.equal(of(413), 'quota');
  assert.equal(of(403, '403: <Code>QuotaExceeded</Code>'), 'quota');
  assert.equal(of(507, '507: <Code>XMinioStorageFull</Code>'), 'disk-full');
  assert.equal(of(400, '400: {"detail":"Your storage limit is reached"}'), 'quota');
  assert.equal(of(500, '500: [Errno 28] No space left on device'), 'disk-full');
  assert.equal(of(500, '500', { log: 'OSError: [Errno 28] No space left on device' }), 'disk-full');
  assert.equal(of(500, '500', { freeBytes: 500 }), 'disk-full');
  assert.equal(of(0, 'connection cut', { freeBytes: 500 }), 'disk-full');
});

test('what is no end of the store is not called so', () => {
  assert.equal(of(413, undefined, { fitted: false }), 'file-limit');
  assert.equal(of(400, '400: <Code>EntityTooLarge</Code>', { fitted: false }), 'file-limit');
  assert.equal(of(413, '413: larger than the quota allows', { fitted: false }), 'file-limit');
  assert.equal(of(500, '500', { freeBytes: 5_000_000 }), 'errors');
  assert.equal(of(401, '401: Invalid token.'), 'refused');
  assert.equal(of(403, '403: forbidden'), 'refused');
  assert.equal(of(0, 'connection cut'), 'cut');
  assert.equal(of(0, 'connection refused'), 'gone');
  assert.equal(of(0, 'nothing moved for too long'), 'timeout');
});
