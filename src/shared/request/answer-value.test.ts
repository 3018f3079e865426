import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ValueSource } from '../../contract/contract.ts';
import { type AnswerParts, answerValue, valueAt } from './answer-value.ts';

function shortValue(source: ValueSource | 'text', answer: Partial<AnswerParts>): string | undefined {
  return answerValue(source, { headers: {}, ...answer }, 20);
}

test('a value is found at a dotted path, with indices in either form', () => {
  const body = JSON.stringify({ data: { files: [{ id: 'a1' }, { id: 42 }] } });
  assert.equal(shortValue({ json: 'data.files.0.id' }, { body }), 'a1');
  assert.equal(shortValue({ json: 'data.files[1].id' }, { body }), '42');
});

test('the empty path is the whole answer', () => {
  assert.equal(shortValue({ json: '' }, { body: '"a1"' }), 'a1');
  assert.equal(shortValue({ json: '' }, { body: '7' }), '7');
});

test('what is not there, or no short text or whole number, is no value', () => {
  const bodies = [
    '',
    '{',
    'null',
    '{}',
    '{"id":""}',
    '{"id":{}}',
    '{"id":1.5}',
    '{"id":true}',
    '{"id":null}',
  ];
  for (const body of bodies) assert.equal(shortValue({ json: 'id' }, { body }), undefined, body);
  assert.equal(shortValue({ json: 'id' }, { body: '{"id":12345678901234567890}' }), '12345678901234567890');
  assert.equal(shortValue({ json: 'id' }, { body: JSON.stringify({ id: 'x'.repeat(21) }) }), undefined);
  assert.equal(shortValue({ json: 'id' }, {}), undefined);
});

test('what an object inherits is none of its values', () => {
  assert.equal(valueAt({}, 'constructor.name'), undefined);
  assert.equal(valueAt('text', 'length'), undefined);
});

test('the last segment of a header names the file, whatever the case of the header', () => {
  const location = (value: string) => shortValue({ header: 'location' }, { headers: { Location: value } });
  assert.equal(location('/api/files/a1'), 'a1');
  assert.equal(location('https://host/api/files/a%201/?x=/y#z'), 'a 1');
  assert.equal(location('100%'), '100%');
  assert.equal(location('/'), undefined);
  assert.equal(shortValue({ header: 'X-Id' }, { headers: { 'X-Id': ' a1 ' } }), 'a1');
  assert.equal(shortValue({ header: 'X-Id' }, {}), undefined);
});

test('an answer that is the value itself is taken without the space around it', () => {
  assert.equal(shortValue('text', { body: 'a1\n' }), 'a1');
  assert.equal(shortValue('text', { body: ' \n' }), undefined);
});
