import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sparkline } from './sparkline.ts';

/** Path and dot. */
function drawn(values: (number | undefined)[]): [path: string | undefined, dot: string | undefined] {
  const svg = sparkline(values, 'p95');
  return [/ d="([^"]*)"/.exec(svg)?.[1], /<circle cx="([^"]*)"/.exec(svg)?.[1]];
}

test('the line goes from left to right and from zero to the highest value', () => {
  assert.deepEqual(drawn([0, 5, 10]), ['M4 24L60 14L116 4', '116']);
});

test('what was not measured is a gap, and the dot stands at the last value', () => {
  assert.deepEqual(drawn([1, undefined, 1, 1, undefined]), ['M4 4M60 4L88 4', '88']);
});

test('one value is a dot, and none is an empty picture', () => {
  assert.deepEqual(drawn([7]), ['M116 4', '116']);
  assert.deepEqual(drawn([undefined]), [undefined, undefined]);
  assert.deepEqual(drawn([0, 0]), ['M4 24L116 24', '116']);
});

test('the label is text', () => {
  assert.match(sparkline([1], '"><b>'), /aria-label="&#34;&#62;&#60;b&#62;"/);
});
