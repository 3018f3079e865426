import assert from 'node:assert/strict';
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import type { Sample } from '../../contract/contract.ts';
import { whatIsWrong } from '../../files/validate.ts';
import { FILES, readLines } from '../../store/store.ts';
import { tempFolder } from '../../testing/temp-folder.ts';
import { startSampling } from './sample.ts';

/** Settles with the samples when there are as many; `note` is for startSampling. */
function collector(wanted: number): { note: (sample: Sample) => void; all: Promise<Sample[]> } {
  const seen: Sample[] = [];
  let settle: (samples: Sample[]) => void = () => {};
  const all = new Promise<Sample[]>((resolve) => {
    settle = resolve;
  });
  const note = (sample: Sample) => {
    seen.push(sample);
    if (seen.length === wanted) settle(seen);
  };
  return { note, all };
}

/** The clock that sampling goes by, which now stands still but for what the test lets pass. */
function monotonic(t: TestContext): { pass(ms: number): void } {
  let now = 5000;
  t.mock.method(performance, 'now', () => now);
  return {
    pass(ms) {
      now += ms;
    },
  };
}

test('a sample holds what all sources say, and is on disk before anyone hears of it', async (t) => {
  const file = join(await tempFolder(t), FILES.samples);
  const onDisk: Sample[][] = [];
  const { note, all } = collector(2);
  let pids = 0;
  const sources = [() => ({ cgroup_pids: ++pids }), async () => ({ requests_total: 7 }), () => ({})];
  const before = Date.now();
  const sampling = startSampling(file, sources, (sample) => {
    onDisk.push(readLines<Sample>('sample', file));
    note(sample);
  });
  const samples = await all;
  const count = await sampling.stop();
  assert.deepEqual(
    samples.map(({ values }) => values),
    [
      { cgroup_pids: 1, requests_total: 7 },
      { cgroup_pids: 2, requests_total: 7 },
    ],
  );
  assert.deepEqual(onDisk, [samples.slice(0, 1), samples]);
  assert.equal(count.taken, 2);
  assert.ok(samples.every(({ t: at }) => at >= before && at <= Date.now()));
  assert.equal(whatIsWrong('sample', samples[0]), undefined);
});

test('seconds that pass during a slow reading are counted as missed', async (t) => {
  t.mock.timers.enable({ apis: ['Date'], now: 5_000_000 });
  const clock = monotonic(t);
  const { note, all } = collector(1);
  const slow = () => {
    clock.pass(2500);
    t.mock.timers.tick(2500);
    return {};
  };
  const sampling = startSampling(join(await tempFolder(t), FILES.samples), [slow], note);
  const [sample] = await all;
  assert.deepEqual(await sampling.stop(), { taken: 1, missed: 2 });
  assert.equal(sample?.t, 5_000_000, 'dated by when the reading began');
});

test('a reading that just fills its second misses none', async (t) => {
  const clock = monotonic(t);
  const { note, all } = collector(1);
  const slow = () => {
    clock.pass(1000);
    return {};
  };
  const sampling = startSampling(join(await tempFolder(t), FILES.samples), [slow], note);
  await all;
  assert.equal((await sampling.stop()).missed, 0);
});

test('a clock that is set changes what samples are dated by, not when they are taken', {
  timeout: 20_000,
}, async (t) => {
  t.mock.timers.enable({ apis: ['Date'], now: 5_000_000 });
  const { note, all } = collector(2);
  let readings = 0;
  const setBack = () => {
    if (readings++ === 0) t.mock.timers.setTime(1_400_000);
    return {};
  };
  const sampling = startSampling(join(await tempFolder(t), FILES.samples), [setBack], note);
  const samples = await all;
  await sampling.stop();
  assert.deepEqual(
    samples.map(({ t: at }) => at),
    [5_000_000, 1_400_000],
  );
});

test('stopping waits for the reading that is under way', async (t) => {
  const file = join(await tempFolder(t), FILES.samples);
  let answer: (values: Sample['values']) => void = () => {};
  const sampling = startSampling(file, [() => new Promise((resolve) => (answer = resolve))], () => {});
  const stopped = sampling.stop();
  answer({ cgroup_pids: 3 });
  assert.equal((await stopped).taken, 1);
  assert.deepEqual(
    readLines<Sample>('sample', file).map(({ values }) => values),
    [{ cgroup_pids: 3 }],
  );
});

test('a reading that cannot be written is told when sampling is stopped', async (t) => {
  const file = join(await tempFolder(t), 'gone', FILES.samples);
  const sampling = startSampling(file, [], () => {});
  await assert.rejects(sampling.stop(), {
    code: 'machine',
    message: new RegExp(`^cannot write ${file}: .*ENOENT`),
  });
});

test('samples are added to those that are there', async (t) => {
  const file = join(await tempFolder(t), FILES.samples);
  appendFileSync(file, '{"t":1,"values":{}}\n');
  const { note, all } = collector(1);
  const sampling = startSampling(file, [], note);
  await all;
  await sampling.stop();
  assert.equal(readLines('sample', file).length, 2);
});
