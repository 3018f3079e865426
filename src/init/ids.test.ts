import assert from 'node:assert/strict';
import { test } from 'node:test';
import { answerWith } from './fixtures.ts';
import { possibleIds, surelyOwn } from './ids.ts';
import { linksIn } from './links.ts';

const NAME = 'bb-init-1.bin';
const BASE = 'http://127.0.0.1:8080/base';

test('an id by its name comes before sizes and dates, and the own name last', () => {
  const answer = answerWith({ size: 512, created: 17, document: { document_id: 'x1', title: NAME } });
  const ids = possibleIds(answer, NAME, false);
  assert.deepEqual(ids[0], { source: { json: 'document.document_id' }, value: 'x1' });
  assert.deepEqual(ids.at(-1), { value: NAME });
});

test('a path that has the name is asked for it first', () => {
  assert.deepEqual(possibleIds(answerWith({ id: 3 }), NAME, true)[0], { value: NAME });
});

test('a header and an answer that is nothing but an id are ids too', () => {
  const header = answerWith('', { headers: { location: '/files/9f' } });
  assert.deepEqual(possibleIds(header, NAME, false)[0], { source: { header: 'Location' }, value: '9f' });
  assert.deepEqual(possibleIds(answerWith('9f\n'), NAME, false)[0], { source: 'text', value: '9f' });
  for (const body of ['thank you', '<p>9f</p>', '', '..'])
    assert.deepEqual(possibleIds(answerWith(body), NAME, false), [{ value: NAME }]);
});

test('of an answer with a thousand values a few are tried', () => {
  const many = Object.fromEntries(Array.from({ length: 1000 }, (_, index) => [`k${index}`, `v${index}`]));
  assert.equal(possibleIds(answerWith(many), NAME, false).length, 6);
});

test('an address in the answer is a place to look, with the id or the name left open', () => {
  const answer = answerWith({ id: '7', url: `http://127.0.0.1:8080/base/media/${NAME}?v=7` });
  const links = linksIn(answer, BASE, possibleIds(answer, NAME, false));
  assert.deepEqual(
    links.map(({ template, id }) => [template, id.value]),
    [
      [`/media/${NAME}?v={}`, '7'],
      ['/media/{}?v=7', NAME],
    ],
  );
});

test('an address on another host, or above the base URL, is none', () => {
  const answer = answerWith([
    `http://example.com/base/${NAME}`,
    `/elsewhere/${NAME}`,
    `//example.com/base/${NAME}`,
    '/base/{}',
  ]);
  assert.deepEqual(linksIn(answer, BASE, [{ value: NAME }]), []);
});

test('what may be the number of something else is no id to remove by', () => {
  const ownIds = (body: object) =>
    surelyOwn(possibleIds(answerWith(body), NAME, false), NAME).map(({ value }) => value);
  assert.deepEqual(ownIds({ size: 512, owner_id: 3, status: 'ok' }), [NAME]);
  assert.deepEqual(ownIds({ user: { id: 3 }, id: 17, size: 512 }), ['17', NAME]);
  assert.deepEqual(ownIds({ fileId: 4, key: `u/${NAME}`, etag: '0123456789abcdef' }), [
    '4',
    `u/${NAME}`,
    '0123456789abcdef',
    NAME,
  ]);
});
