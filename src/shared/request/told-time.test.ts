import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dateAhead, stampAhead } from './told-time.ts';

const NOW = Date.UTC(2027, 0, 15, 8);
const SPAN = { sentMs: NOW, receivedMs: NOW + 300 };
const dated = (ms: number, more: Record<string, string> = {}) =>
  dateAhead({ date: new Date(ms).toUTCString(), ...more }, SPAN);

test('a Date within the request and its own second is right', () => {
  assert.deepEqual(
    [dated(NOW), dated(NOW - 1000), dated(NOW + 90_300), dated(NOW - 61_000)],
    [0, 0, 89.7, -60],
  );
  assert.equal(dated(NOW - 61_000, { Age: '61' }), 0, 'a cache tells how old it is');
  assert.deepEqual([dateAhead({}, SPAN), dateAhead({ Date: 'soon' }, SPAN)], [undefined, undefined]);
});

test('of times in JSON only those of the file itself with a zone are taken, and of these the nearest', () => {
  const iso = (ms: number) => new Date(ms).toISOString();
  assert.deepEqual(stampAhead({ file: { created_at: iso(NOW + 60_300), expires_at: iso(0) } }, SPAN), {
    seconds: 60,
    field: 'created_at',
  });
  assert.equal(stampAhead({ created: NOW / 1000, updatedAt: iso(NOW - 9e6) }, SPAN)?.seconds, 0);
  assert.equal(stampAhead({ lastModified: NOW - 3_601_000 }, SPAN)?.seconds, -3600);
  for (const none of [
    { created_at: '2027-01-15T08:00:00' },
    { created_at: 'now' },
    { created_at: 7 },
    {},
    null,
    'created_at',
  ])
    assert.equal(stampAhead(none, SPAN), undefined, JSON.stringify(none));
});
