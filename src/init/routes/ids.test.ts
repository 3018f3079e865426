import assert from 'node:assert/strict';
import { test } from 'node:test';
import { answerWith } from '../fixtures.ts';
import { possibleIds } from './ids.ts';
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

test('of an answer with several entries only the one that carries the name has ids, and no index is written down', () => {
  const ids = (body: unknown) =>
    possibleIds(answerWith(body), NAME, false).map(({ source, value }) => [source, value]);
  const list = {
    total: 2,
    files: [
      { id: 'hers', name: 'thesis.pdf' },
      { id: 'mine', name: NAME },
    ],
  };
  assert.deepEqual(ids(list), [
    [{ json: 'files.id' }, 'mine'],
    [{ json: 'total' }, '2'],
    [undefined, NAME],
  ]);
  assert.deepEqual(ids([{ id: 'hers' }, { id: 'mine' }]), [[undefined, NAME]]);
  assert.deepEqual(ids([{ id: 'x1' }])[0], [{ json: '0.id' }, 'x1']);
});

test('an id beside the name comes before that of the folder around it', () => {
  const answer = answerWith({ id: 'folder', file: { id: 'x1', name: NAME } });
  assert.deepEqual(possibleIds(answer, NAME, false)[0]?.value, 'x1');
});
