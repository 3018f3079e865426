import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cpuMs } from '../../../testing/cost.ts';
import { readMetrics } from './prometheus-text.ts';

const read = (text: string) =>
  readMetrics(text, (name) => name === 'a').map(({ labels, value }) => [Object.fromEntries(labels), value]);

test('a metric is read with and without labels, blanks, a timestamp or an exemplar', () => {
  const text = [
    '# HELP a What it is.',
    '# TYPE a counter',
    'a 1',
    'a{} 2',
    'a{x="1",y="2",} 3',
    'a { x = "1" , y = "2" } 4 1700000000000',
    'a\t5e+06\r',
    'a{x="1"} 6 # {trace_id="}"} 0.5',
    'a .5',
  ].join('\n');
  assert.deepEqual(read(text), [
    [{}, 1],
    [{}, 2],
    [{ x: '1', y: '2' }, 3],
    [{ x: '1', y: '2' }, 4],
    [{}, 5e6],
    [{ x: '1' }, 6],
    [{}, 0.5],
  ]);
});

test('escapes, braces, commas and blanks in a label are the label', () => {
  assert.deepEqual(read(String.raw`a{x="q\" b\\ n\n {},= #"} 1`), [[{ x: 'q" b\\ n\n {},= #' }, 1]]);
});

test('a value that is no number of ours is dropped', () => {
  assert.deepEqual(
    read('a NaN\na +Inf\na -Inf\na\na x\na 0x10\na 1_000\na --1\na 1e\na 1.2.3\na {x="1"}\n'),
    [],
  );
});

test('a line that is none is passed over, and the next one is read', () => {
  const bad = [
    'a{',
    'a{x',
    'a{x=',
    'a{x="',
    'a{x="1',
    'a{x="1\\',
    'a{x="1"',
    'a{x="1" y="2"} 1',
    'a{,} 1',
    'a{="1"} 1',
  ];
  for (const line of [...bad, '<html>', '{"a": 1}', '', '\0', '#'])
    assert.deepEqual(read(`${line}\na 7`), [[{}, 7]], line);
});

test('other metrics are not taken for it', () => {
  assert.deepEqual(read('aa 1\na_total 2\n a 3\nb 4\n#a 5\n'), []);
});

test('labels by the names of an object are no more than labels', () => {
  const [metric] = readMetrics('a{__proto__="x",constructor="y"} 1', () => true);
  assert.deepEqual(
    [...(metric?.labels ?? [])],
    [
      ['__proto__', 'x'],
      ['constructor', 'y'],
    ],
  );
});

const costOf = (text: string) => cpuMs(() => read(text));

test('a text that is made to take long takes no longer than another of its length', () => {
  const length = 1_000_000;
  const usual = costOf('a{x="1"} 1\n'.repeat(length / 11));
  const hostile = [
    'a{'.repeat(length / 2),
    `a{x="${'\\'.repeat(length)}`,
    `a ${'1'.repeat(length)}x`,
    `a${' '.repeat(length)}`,
  ];
  hostile.push('a{x="1",'.repeat(length / 8), 'a{x=""'.repeat(length / 6), '\n'.repeat(length));
  for (const text of hostile)
    assert.ok(costOf(text) < 20 * usual, `${text.slice(0, 10)} takes out of all proportion`);
});
