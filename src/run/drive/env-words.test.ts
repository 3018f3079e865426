import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withoutVariables } from './env-words.ts';

test('variables leave the command line, and all other words stay in their order', () => {
  const words = [
    '-q',
    '-e',
    'A=1=2',
    '--env',
    'B=',
    '--env=C=x y',
    '-eD=4',
    '--tag',
    'e=5',
    '-e',
    'bare',
    '-e',
    'K6_VUS=9',
    '-eHTTP_PROXY=x',
    '-e',
  ];
  assert.deepEqual(withoutVariables(words), {
    words: ['-q', '--tag', 'e=5', '-e', 'bare', '-e', 'K6_VUS=9', '-eHTTP_PROXY=x', '-e'],
    variables: { A: '1=2', B: '', C: 'x y', D: '4' },
  });
});
