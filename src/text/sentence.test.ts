import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sentence } from './sentence.ts';

test('a clause becomes a sentence, and a name keeps its letters', () => {
  assert.equal(sentence('stop the other programs'), 'Stop the other programs.');
  assert.equal(sentence('a'), 'A.');
  for (const text of ['k6 had no CPU left', 't3-micro / ping is slow', 'target.log names it', '--vus 50'])
    assert.equal(sentence(text), `${text}.`);
  assert.equal(sentence('is it up?'), 'Is it up?');
});
