import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { StoredProfile } from '../../judge/pprof/decode.ts';
import type { Frame } from '../../judge/pprof/frame.ts';
import { flameOf, growthFlameOf } from './flame.ts';

/** Stacks as one reads them, the outermost function first: `main>work`. */
function profile(stacks: Record<string, number>): StoredProfile {
  return {
    types: ['count', 'space'],
    seconds: undefined,
    samples: Object.entries(stacks).map(([stack, value]) => ({
      stack: stack.split('>').reverse().map(frame),
      values: [1, value],
    })),
  };
}

function frame(label: string): Frame {
  return { label, kind: label === '(idle)' ? 'idle' : 'own' } as Frame;
}

test('stacks that begin alike share their frames, the largest first', () => {
  assert.deepEqual(flameOf(profile({ 'main>a': 10, 'main>b>c': 30, main: 5 }), 'space', 2), {
    name: 'all',
    value: 90,
    children: [
      {
        name: 'main',
        value: 90,
        children: [
          { name: 'b', value: 60, children: [{ name: 'c', value: 60 }] },
          { name: 'a', value: 20 },
        ],
      },
    ],
  });
});

test('idle time is left out, and what is thinner than a pixel is only in its parent', () => {
  const flame = flameOf(profile({ '(idle)': 1e6, 'main>large': 9999, 'main>tiny': 1 }), 'space', 1);
  assert.deepEqual(flame, {
    name: 'all',
    value: 10_000,
    children: [{ name: 'main', value: 10_000, children: [{ name: 'large', value: 9999 }] }],
  });
});

test('growth shows what is more, and nothing of what is less', () => {
  const flame = growthFlameOf(
    profile({ 'main>leak': 10, 'main>freed': 50 }),
    profile({ 'main>leak': 40, 'main>freed': 20, 'main>new': 5 }),
    'space',
    1,
  );
  assert.deepEqual(flame, {
    name: 'all',
    value: 35,
    children: [
      {
        name: 'main',
        value: 35,
        children: [
          { name: 'leak', value: 30 },
          { name: 'new', value: 5 },
        ],
      },
    ],
  });
});

test('nothing to show is no flame', () => {
  assert.equal(flameOf(profile({}), 'space', 1), undefined);
  assert.equal(flameOf(profile({ main: 3 }), 'cpu', 1), undefined);
  assert.equal(growthFlameOf(profile({ main: 3 }), profile({ main: 3 }), 'space', 1), undefined);
});

test('endless recursion ends', () => {
  const deep = Array.from({ length: 5000 }, (_, depth) => `f${depth}`).join('>');
  let node = flameOf(profile({ [deep]: 1 }), 'space', 1);
  let depth = 0;
  for (; node?.children !== undefined; node = node.children[0]) depth++;
  assert.equal(depth, 100);
});
