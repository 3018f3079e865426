import assert from 'node:assert/strict';
import { test } from 'node:test';
import { versionIn } from './version.ts';

const json = (body: unknown) => ({ body: JSON.stringify(body), headers: {} });

test('an ETag is taken verbatim, with its quotes and whatever stands between them', () => {
  for (const ETag of ['"5"', 'W/"5"', '"a/b"'])
    assert.equal(versionIn({ header: 'etag' }, { headers: { ETag } }), ETag);
});

test('a version in JSON is a text or a whole number, and stays what it is', () => {
  assert.equal(versionIn({ json: 'meta._rev' }, json({ meta: { _rev: '3-pCcs{}' } })), '3-pCcs{}');
  assert.equal(versionIn({ json: 'version' }, json({ version: 0 })), 0);
});

test('a number that no double can hold is kept digit for digit', () => {
  const version = versionIn(
    { json: 'revision' },
    { body: '{"text": "7", "revision": 9007199254740993}', headers: {} },
  );
  assert.equal(version, 9007199254740993n);
  assert.equal(String(version), '9007199254740993');
});

test('what cannot be sent back is no version', () => {
  for (const version of ['', 'a\r\nb', '\ud800', 'x'.repeat(257), 1.5, null, true, {}])
    assert.equal(versionIn({ json: 'version' }, json({ version })), undefined);
  assert.equal(versionIn({ json: 'version' }, { body: '{"version":', headers: {} }), undefined);
  assert.equal(versionIn({ header: 'ETag' }, { headers: {} }), undefined);
});
