import assert from 'node:assert/strict';
import { test } from 'node:test';
import { answerValue, exactAt, parsed } from './answer-value.ts';
import { requestOf } from './catalog-request.ts';
import { jsonText } from './long-numbers.ts';
import { valueFault } from './value-fault.ts';

const LONG = '7300000000000000001';

test('a long number is the text of its digits, and texts, fractions and short numbers stay what they are', () => {
  const text = `{"id": ${LONG}, "at": [-${LONG}], "text": "say \\" ${LONG} \\u0000", "half": 0.5000000000000000, "big": 1e30, "n": 5}`;
  assert.deepEqual(parsed(text), {
    ...{ id: LONG, at: [`-${LONG}`], text: `say " ${LONG} \u0000` },
    ...{ half: 0.5, big: 1e30, n: 5 },
  });
  assert.equal(answerValue({ json: 'id' }, { body: text, headers: {} }, 64), LONG);
  assert.equal(exactAt(text, 'at.0'), -BigInt(LONG));
  assert.equal(exactAt(text, 'n'), 5);
  assert.equal(exactAt(`{"id": "${LONG}"}`, 'id'), LONG);
  for (const broken of [`{"id": 0${LONG}}`, `{"id": ${LONG}`, `"${LONG}`])
    assert.equal(parsed(broken), undefined);
});

test('it goes back as a number where it was one', () => {
  const route = { path: '/c/{version}', json: { alone: '{version}', within: 'v{version}' } };
  const { path, body } = requestOf(route, { method: 'PUT', expect: [200] }, { version: BigInt(LONG) });
  assert.equal(path, `/c/${LONG}`);
  assert.equal(body, `{"alone":${LONG},"within":"v${LONG}"}`);
  assert.equal(jsonText({ text: `\\u0000${LONG}` }), JSON.stringify({ text: `\\u0000${LONG}` }));
});

test('why a value cannot be used is told with its place, and only what is not there is said to be absent', () => {
  const why = (value: unknown) =>
    valueFault({ json: 'rev' }, { body: JSON.stringify({ rev: value }), headers: {} }, 8);
  assert.equal(why(undefined), 'at rev is not there');
  assert.match(why(1.5), /^at rev is a number with a fraction/);
  assert.match(why(null), /^at rev is null/);
  assert.match(why(true), /^at rev is true/);
  assert.match(why(['a']), /^at rev is a list/);
  assert.match(why('x'.repeat(9)), /^at rev has 9 characters; up to 8 can be used/);
  assert.match(why('a\n'), /^at rev has characters that cannot stand/);
  assert.match(valueFault({ json: 'rev' }, { body: '<p>', headers: {} }, 8), /the answer is no JSON/);
  assert.equal(valueFault({ header: 'ETag' }, { headers: {} }, 8), 'in the header ETag is not there');
});
