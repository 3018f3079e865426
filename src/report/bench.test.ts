import assert from 'node:assert/strict';
import { test } from 'node:test';
import { storeRepeats, tempResults } from '../compare/fixtures.ts';
import { MICRO, PING } from '../judge/fixtures.ts';
import { benchName, benchText } from './bench.ts';

test('one line for each profile, scenario and repeat, all scenarios once and then again', async (t) => {
  const out = await tempResults(t);
  const measured = { p95: 12.3456789, operations: 2850, failed: 150 };
  const text = benchText(
    storeRepeats(out, [measured, {}], {
      profiles: [MICRO, { ...MICRO, name: 'box-4' }],
      scenarios: [{ ...PING, name: 'ping-open' }],
    }),
  );
  assert.equal(
    text,
    `goos: linux
goarch: amd64
pkg: burstbox/reference
Unit p95-ms better=lower
Unit median-ms better=lower
Unit ops/s better=higher
Unit failed-ratio better=lower
Unit peak-bytes better=lower
Unit cpu-sec/op better=lower
Unit reads/s better=higher
Unit writes/s better=higher
Unit conflict-ratio better=lower
BenchmarkPingOpen/profile=t3-micro 3000 12.3457 p95-ms 4 median-ms 95 ops/s 0.05 failed-ratio 100000000 peak-bytes 0.002 cpu-sec/op
BenchmarkPingOpen/profile=box_4 3000 12.3457 p95-ms 4 median-ms 95 ops/s 0.05 failed-ratio 100000000 peak-bytes 0.002 cpu-sec/op
BenchmarkPingOpen/profile=t3-micro 3000 20 p95-ms 4 median-ms 100 ops/s 0 failed-ratio 100000000 peak-bytes 0.002 cpu-sec/op
BenchmarkPingOpen/profile=box_4 3000 20 p95-ms 4 median-ms 100 ops/s 0 failed-ratio 100000000 peak-bytes 0.002 cpu-sec/op
`,
  );
});

test("every line is one of Go's benchmark format", async (t) => {
  const lines = benchText(storeRepeats(await tempResults(t), [{}, {}, {}]))
    .trimEnd()
    .split('\n');
  // A name, a whole number of iterations, then pairs of a number and a unit; a key begins with a small letter.
  const result = /^Benchmark[A-Z]\S* [1-9]\d*( -?\d+(\.\d+)?(e[+-]?\d+)? \S+)+$/;
  const setting = /^[a-z]\S*: .+$/;
  const unit = /^Unit \S+ \S+=\S+$/;
  for (const line of lines)
    assert.ok(
      [result, setting, unit].some((format) => format.test(line)),
      line,
    );
  const names = lines.filter((line) => line.startsWith('Benchmark')).map((line) => line.split(' ')[0]);
  assert.deepEqual(names, Array(3).fill('BenchmarkPing/profile=t3-micro'));
});

test('a name has no spaces, and no end that would be read as GOMAXPROCS', () => {
  const cases: [string, string, string][] = [
    ['catalog/lost-update', 't3-micro', 'BenchmarkCatalogLostUpdate/profile=t3-micro'],
    ['ping', 'box-16', 'BenchmarkPing/profile=box_16'],
    ['ping', 'as is', 'BenchmarkPing/profile=as_is'],
  ];
  for (const [scenario, profile, name] of cases) assert.equal(benchName(scenario, profile), name);
});

test('a repeat that measured nothing has no line', async (t) => {
  const text = benchText(storeRepeats(await tempResults(t), [{ operations: 0 }]));
  assert.doesNotMatch(text, /^Benchmark/m);
});
