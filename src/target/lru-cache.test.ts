import assert from 'node:assert/strict';
import { test } from 'node:test';
import { heldBy, LruCache } from './lru-cache.ts';

const KIB = 1024;

test('what was set is there, until something else is set under its key', () => {
  const cache = new LruCache(10 * KIB, heldBy);
  assert.equal(cache.get('a'), undefined);
  const [first, second] = [new Uint8Array(10), new Uint8Array(20)];
  cache.set('a', first);
  assert.equal(cache.get('a'), first);
  const before = cache.bytes;
  cache.set('a', second);
  assert.equal(cache.get('a'), second);
  assert.equal(cache.bytes, before + 10);
});

test('over its bound it forgets what was asked for least recently', () => {
  const cache = new LruCache(4 * KIB, heldBy);
  for (const key of ['a', 'b', 'c']) cache.set(key, new Uint8Array(KIB));
  cache.get('a');
  cache.set('d', new Uint8Array(KIB));
  assert.deepEqual(
    ['a', 'b', 'c', 'd'].map((key) => cache.get(key) !== undefined),
    [true, false, true, true],
  );
});

test('its memory stays bounded whatever is put into it', () => {
  const cache = new LruCache(64 * KIB, heldBy);
  for (let i = 0; i < 10_000; i++) {
    cache.set('key'.repeat(i % 50), new Uint8Array((i * 37) % (8 * KIB)));
    cache.set(`small ${i}`, Buffer.from('a slice of a pool'));
    assert.ok(cache.bytes <= 64 * KIB);
  }
});

test('a value larger than the cache is not kept, and takes the old one of its key with it', () => {
  const cache = new LruCache(KIB, heldBy);
  cache.set('a', new Uint8Array(10));
  cache.set('b', new Uint8Array(10));
  cache.set('a', new Uint8Array(2 * KIB));
  assert.equal(cache.get('a'), undefined);
  assert.notEqual(cache.get('b'), undefined);
});

test('cleared it is empty and has room again', () => {
  const cache = new LruCache(2 * KIB, heldBy);
  cache.set('a', new Uint8Array(KIB));
  cache.clear();
  assert.equal(cache.bytes, 0);
  assert.equal(cache.get('a'), undefined);
  cache.set('b', new Uint8Array(KIB));
  assert.notEqual(cache.get('b'), undefined);
});
