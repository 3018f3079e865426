import assert from 'node:assert/strict';
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { settlesWithin } from '../../sandbox/process/wait.ts';
import { tempFolder } from '../../testing/temp-folder.ts';
import { followLoad } from './load.ts';

const HEAD = [
  { event: 'param', data: { aggregates: { gauge: ['value'] } } },
  { event: 'metric', data: { time: { type: 'gauge' }, vus: { type: 'gauge' } } },
]
  .map((event) => `${JSON.stringify(event)}\n`)
  .join('');
const SOON_MS = 50;

function period(t: number, vus: number): string {
  return `${JSON.stringify({ event: 'snapshot', data: [[t], [vus]] })}\n`;
}

test('the newest period is known as soon as its line is complete', async (t) => {
  const path = join(await tempFolder(t), 'timeline.ndjson');
  const load = followLoad(path);
  assert.equal(load.latest(), undefined, 'k6 has not begun to write');
  appendFileSync(path, HEAD);
  assert.equal(load.latest(), undefined);
  const line = period(1000, 5);
  appendFileSync(path, line.slice(0, 20));
  assert.equal(load.latest(), undefined, 'half a line says nothing');
  appendFileSync(path, line.slice(20));
  assert.deepEqual(load.latest(), { t: 1000, values: { time: { value: 1000 }, vus: { value: 5 } } });
  assert.equal(load.latest()?.t, 1000, 'nothing new: the last one stays');
  appendFileSync(path, period(2000, 6) + period(3000, 7));
  assert.equal(load.latest()?.t, 3000);
});

test('the load has started when the first VU runs', async (t) => {
  const path = join(await tempFolder(t), 'timeline.ndjson');
  const load = followLoad(path);
  appendFileSync(path, HEAD + period(1000, 0));
  load.latest();
  assert.equal(await settlesWithin(SOON_MS, load.started), false, 'setup() has no VU of the load');
  appendFileSync(path, period(2000, 1));
  load.latest();
  await load.started;
});

test('the load has also started when iterations have ended, though none runs at this moment', async (t) => {
  const path = join(await tempFolder(t), 'timeline.ndjson');
  const load = followLoad(path);
  const head = [
    { event: 'param', data: { aggregates: { gauge: ['value'], counter: ['count', 'rate'] } } },
    {
      event: 'metric',
      data: { iterations: { type: 'counter' }, time: { type: 'gauge' }, vus: { type: 'gauge' } },
    },
    { event: 'snapshot', data: [[3, 3], [1000], [0]] },
  ];
  appendFileSync(path, head.map((event) => `${JSON.stringify(event)}\n`).join(''));
  load.latest();
  await load.started;
});

test('a timeline longer than one read comes whole, whatever the read cuts through', async (t) => {
  const wide = JSON.stringify({ event: 'metric', data: { ['é'.repeat(40_000)]: { type: 'gauge' } } });
  for (const shift of ['', ' ']) {
    const path = join(await tempFolder(t), 'timeline.ndjson');
    const load = followLoad(path);
    appendFileSync(path, `${HEAD}${shift}${wide}\n${period(1, 1).replace(']]', '],[9]]')}`);
    const names = Object.keys(load.latest()?.values ?? {});
    assert.deepEqual(names, ['time', 'vus', 'é'.repeat(40_000)]);
  }
});
