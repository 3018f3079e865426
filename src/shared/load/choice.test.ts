import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JourneyTask } from '../../contract/contract.ts';
import { chosenTask } from './choice.ts';

const task = (name: string, weight?: number): JourneyTask => ({
  name,
  steps: [],
  ...(weight === undefined ? {} : { weight }),
});

test('each task is chosen as often as its weight says, which is 1 when it says nothing', () => {
  const tasks = [task('write', 3), task('query', 2), task('health')];
  const counts = new Map<string | undefined, number>();
  for (let i = 0; i < 600; i++) {
    const name = chosenTask(tasks, i / 600)?.name;
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  assert.deepEqual(Object.fromEntries(counts), { write: 300, query: 200, health: 100 });
});

test('the chances at both ends choose the first and the last', () => {
  const tasks = [task('a', 0.1), task('b', 0.2), task('c', 0.3)];
  assert.equal(chosenTask(tasks, 0)?.name, 'a');
  assert.equal(chosenTask(tasks, 1 - 2 ** -53)?.name, 'c');
});
