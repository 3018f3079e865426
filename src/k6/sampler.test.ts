import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Sampler } from './sampler.ts';

const SECONDS = 60;

test('of many answers one in twenty is looked at', () => {
  const sampler = new Sampler();
  const due = Array.from({ length: 200 }, () => sampler.isDue(0, 1, 0.5));
  assert.equal(due.filter(Boolean).length, 10);
  assert.equal(due[0], true);
});

test('no stretch of a load goes unchecked, however seldom each user asks and however many began together', () => {
  const vus = 20;
  const samplers = Array.from({ length: vus }, () => new Sampler());
  const seen = new Set<number>();
  for (let second = 0; second < SECONDS; second++)
    for (const [index, sampler] of samplers.entries())
      if (sampler.isDue(second * 1000, vus, ((index * 7 + second) % vus) / vus)) seen.add(second);
  const first = [...Array(SECONDS).keys()].filter((second) => !seen.has(second));
  assert.ok(first.length < SECONDS / 10, `nothing was looked at in the seconds ${first.join()}`);
});

test('what costs little to look at is looked at oftener', () => {
  const looked = (size: number) => {
    const sampler = new Sampler(1000);
    sampler.limit(size, 1000);
    return Array.from({ length: 500 }, (_, at) => sampler.isDue(at * 100, 1, 0.5)).filter(Boolean).length;
  };
  assert.equal(looked(50), 500);
  assert.equal(looked(500), 100);
  assert.equal(looked(50_000), 100, 'and never more seldom than that');
});
