import assert from 'node:assert/strict';
import { test } from 'node:test';
import { didYouMean } from './spelling.ts';

const VALID = ['ping', 'upload', 'ladder', 't3-micro'];

test('the nearest name is offered', () => {
  assert.equal(didYouMean('uplaod', VALID), ' (did you mean "upload"?)');
  assert.equal(didYouMean('t3micro', VALID), ' (did you mean "t3-micro"?)');
  assert.equal(didYouMean('pingg', VALID), ' (did you mean "ping"?)');
  assert.equal(didYouMean('adder', VALID), ' (did you mean "ladder"?)');
});

test('a third of the letters may be wrong, one more is too far', () => {
  assert.equal(didYouMean('upxxad', ['upload']), ' (did you mean "upload"?)');
  assert.equal(didYouMean('uxxxad', ['upload']), '; valid: upload');
});

test('in a short word one letter may be wrong', () => {
  assert.equal(didYouMean('s4', ['s3']), ' (did you mean "s3"?)');
  assert.equal(didYouMean('x4', ['s3']), '; valid: s3');
});

test('of two equally near names the first is offered', () => {
  assert.equal(didYouMean('cat', ['bat', 'rat']), ' (did you mean "bat"?)');
});

test('when nothing is near, all names are listed in their order', () => {
  assert.equal(didYouMean('banana', VALID), '; valid: ping, upload, ladder, t3-micro');
});

test('of no names nothing is said', () => {
  assert.equal(didYouMean('banana', []), '');
});

test('the list of names keeps its order', () => {
  const valid = ['zz', 'ab'];
  didYouMean('ab', valid);
  assert.deepEqual(valid, ['zz', 'ab']);
});

test('a word of a hundred thousand letters is not compared', () => {
  assert.equal(didYouMean('x'.repeat(100_000), VALID), '; valid: ping, upload, ladder, t3-micro');
});
