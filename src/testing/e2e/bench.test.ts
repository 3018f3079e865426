/** `bench` as a user types it: the reference service's benchmarks, and those of a Go module. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { goModule } from '../../bench/fixtures.ts';
import { findOnPath } from '../../provision/search-path.ts';
import { FILES } from '../../store/store.ts';
import { inWorld, type World } from './cli.ts';

const RESULT = /^Benchmark(\S+)\s+\d+\s+[\d.]+ ns\/op/;
const OURS = [
  'PingSerial',
  'PingParallel',
  'JSONEncoding',
  'BatchRequestParsing',
  'CacheGet',
  'CacheSet',
  'CacheParallel',
  'CacheMixed80Get20Set',
  'CacheMemoryPressure',
  'CacheClear',
];
const withGo = (await findOnPath('go', process.env)) === undefined ? { skip: 'no Go on this machine' } : {};

function benchText({ results }: World): string {
  const [id = '', ...more] = readdirSync(results);
  assert.match(id, /^bench-/);
  assert.deepEqual(more, []);
  return readFileSync(join(results, id, FILES.bench), 'utf8');
}

function namesIn(text: string): (string | undefined)[] {
  return text
    .split('\n')
    .map((line) => RESULT.exec(line)?.[1])
    .filter((name) => name !== undefined);
}

test('each benchmark is a line of the Go format, of the service first and then of the module', withGo, () =>
  inWorld(async (world) => {
    const folder = goModule(
      world.folder,
      'import "testing"\n\nfunc BenchmarkDemo(b *testing.B) {\n\tfor i := 0; i < b.N; i++ {\n\t}\n}',
    );
    const { code, stdout, stderr } = await world.run(`bench --go ${folder}`);
    assert.equal(code, 0, stderr);
    assert.match(stdout, /^goos: \S+\ngoarch: \S+\npkg: burstbox\/target\n/);
    const lines = stdout.trimEnd().split('\n');
    for (const line of lines) assert.match(line, /^(Benchmark\S+\s+\d+\s|(goos|goarch|pkg|cpu): )/);
    assert.deepEqual(
      namesIn(stdout).map((name) => name?.replace(/-\d+$/, '')),
      [...OURS, 'Demo'],
    );
    assert.match(stdout, /pkg: example\.com\/demo\n.*allocs\/op\n/s);
    assert.match(stdout, /^BenchmarkJSONEncoding \d+ \S+ ns\/op [1-9]\d* B\/op [1-9]\d* allocs\/op$/m);
    assert.equal(benchText(world), stdout);
    assert.deepEqual(world.leftovers(), []);
  }),
);
