import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RateLimiter } from './rate-limiter.ts';
import { ServiceError } from './service-error.ts';

test('an address has a burst of two seconds, then what it earns, whatever others do', () => {
  const limiter = new RateLimiter(5);
  assert.equal(taken(limiter, 'a', 0, 20), 10);
  assert.equal(taken(limiter, 'a', 1000, 20), 5);
  assert.equal(taken(limiter, 'b', 1000, 20), 10);
  assert.equal(taken(limiter, 'a', 60_000, 20), 10);
});

test('a refusal says when to come back', () => {
  const limiter = new RateLimiter(1);
  taken(limiter, 'a', 0, 2);
  assert.throws(
    () => limiter.take('a', 0),
    (error) => error instanceof ServiceError && error.status === 429 && error.headers['retry-after'] === '1',
  );
  limiter.take('a', 1000);
});

test('addresses do not pile up: after ten thousand others the first is forgotten', () => {
  const limiter = new RateLimiter(1);
  assert.equal(taken(limiter, 'a', 0, 5), 2);
  for (let i = 0; i < 9_999; i++) limiter.take(`address ${i}`, 0);
  assert.equal(taken(limiter, 'a', 0, 5), 0);
  limiter.take('one more', 0);
  assert.equal(taken(limiter, 'a', 0, 5), 2);
});

/** How many of so many requests at one moment were let through. */
function taken(limiter: RateLimiter, address: string, nowMs: number, requests: number): number {
  let through = 0;
  for (let i = 0; i < requests; i++) {
    try {
      limiter.take(address, nowMs);
      through += 1;
    } catch (error) {
      assert.ok(error instanceof ServiceError);
    }
  }
  return through;
}
