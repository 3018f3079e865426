import assert from 'node:assert/strict';
import { test } from 'node:test';
import { liveBlock } from './block.ts';
import { newTerminal } from './terminal.fixture.ts';
import { widthOf } from './width.ts';

test('a block is drawn again in place', () => {
  const terminal = newTerminal();
  const block = liveBlock(terminal.stream);
  block.draw(['one 1', 'two 1']);
  block.draw(['one 22', 'two 22']);
  block.draw(['one 3', 'two 3']);
  assert.deepEqual(terminal.screen(), ['one 3', 'two 3']);
});

test('a block that becomes shorter leaves nothing behind', () => {
  const terminal = newTerminal();
  const block = liveBlock(terminal.stream);
  block.draw(['one', 'two', 'three']);
  block.draw(['one']);
  assert.deepEqual(terminal.screen(), ['one']);
});

test('a line that stays stands above the block', () => {
  const terminal = newTerminal();
  const block = liveBlock(terminal.stream);
  block.above('before');
  block.draw(['one', 'two']);
  block.above('between');
  block.draw(['one', 'two']);
  assert.deepEqual(terminal.screen(), ['before', 'between', 'one', 'two']);
});

test('what somebody else writes below the block is not overwritten', () => {
  const terminal = newTerminal();
  const block = liveBlock(terminal.stream);
  block.draw(['one', 'two']);
  terminal.stream.write('^C\nstopping\n');
  block.leave();
  block.draw(['one again', 'two again']);
  assert.deepEqual(terminal.screen(), ['one', 'two', '^C', 'stopping', 'one again', 'two again']);
});

test('what is written after the last block begins on a line of its own', () => {
  const terminal = newTerminal();
  liveBlock(terminal.stream).draw(['one', 'two']);
  terminal.stream.write('$ ');
  assert.deepEqual(terminal.screen(), ['one', 'two', '$']);
});

test('no line is wider than the terminal, whatever it is made of', () => {
  const terminal = newTerminal(20);
  const block = liveBlock(terminal.stream);
  block.draw(['x'.repeat(100), '負荷試験'.repeat(10), '\x1b[31mred\x07']);
  block.draw(['x'.repeat(100), '負荷試験'.repeat(10), '\x1b[31mred\x07']);
  const rows = terminal.screen();
  assert.equal(rows.length, 3);
  assert.ok(rows.every((row) => widthOf(row) < 20));
  assert.equal(rows[2], ' [31mred');
});

test('a terminal that is made narrower or wider keeps one block', () => {
  const terminal = newTerminal(80);
  const block = liveBlock(terminal.stream);
  block.draw(['a'.repeat(60), 'b'.repeat(60)]);
  terminal.resize(40);
  block.draw(['c'.repeat(60), 'd'.repeat(60)]);
  assert.deepEqual(terminal.screen(), [`${'c'.repeat(38)}…`, `${'d'.repeat(38)}…`]);
  terminal.resize(80);
  block.draw(['e', 'f']);
  assert.deepEqual(terminal.screen(), ['e', 'f']);
});
