import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseLegs } from './legs.ts';

const LEG = { phase: 'level', move: 'hold', seconds: 12.5, level: 340 };

test('legs are read as they were written', () => {
  const legs = [{ ...LEG, move: 'ramp' }, LEG];
  assert.deepEqual(parseLegs('SHAPE', JSON.stringify(legs)), legs);
});

test('what is no list of legs is refused with what was expected', () => {
  for (const text of ['', '{', '{}', '[]', 'null', '7'])
    assert.throws(() => parseLegs('SHAPE', text), {
      message:
        /^SHAPE is .*; expected legs such as \[\{"phase":"steady","move":"hold","seconds":30,"level":100\}\], with phase warmup, steady, /,
    });
});

test('a leg that is none is named', () => {
  const bad: object[] = [
    { ...LEG, phase: 'peak' },
    { ...LEG, move: 'jump' },
    { ...LEG, seconds: 0 },
    { ...LEG, seconds: '30' },
    { ...LEG, level: 0 },
    { ...LEG, level: 1.5 },
    [],
  ];
  for (const leg of bad)
    assert.throws(
      () => parseLegs('SHAPE', JSON.stringify([LEG, leg])),
      ({ message }: Error) => message.startsWith(`leg 1 of SHAPE is ${JSON.stringify(leg)}; expected legs`),
    );
});
