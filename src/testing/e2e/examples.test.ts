/** The services in examples/, against the real frameworks from their registries, as their pages in docs/ say. */
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { SampleName } from '../../contract/contract.ts';
import { PROJECT_ROOT } from '../../root.ts';
import { inWorld, type World } from './cli.ts';

const LOAD_PASSWORD = 'a-password-for-the-load';
/** What `prepare` and a service leave in an example is not taken along: the test shows that they are made anew. */
const MADE = /\/(\.venv|bin|data|__pycache__)$/;

example('go-files', 'go', ['version'], async (world, target) => {
  await world.run(`t3-micro upload soak read --duration 6s --vus 10 --target ${target}`);
  for (const scenario of ['upload', 'soak', 'read']) assertMeasured(world, scenario);
  assert.deepEqual(world.outcome('t3-micro', 'upload').probes, ['expvar', 'pprof']);
  assertSampled(world, 'soak', ['runtime_heap_mb', 'runtime_gc_total', 'runtime_goroutines']);
  for (const file of ['cpu', 'heap', 'goroutine']) assert.match(topOf(world, 'soak', file), /^Type: /m);
  assert.match(topOf(world, 'soak', 'goroutine'), /\bmain\.main\b/);
});

example('django-uploads', 'python3', ['-c', 'import ensurepip, venv'], async (world, target) => {
  await world.run(`t3-micro upload soak read --duration 6s --vus 5 --target ${target}`, { LOAD_PASSWORD });
  for (const scenario of ['upload', 'soak', 'read']) assertMeasured(world, scenario);
  assert.deepEqual(world.outcome('t3-micro', 'soak').probes, []);
  assertSampled(world, 'soak', ['process_resident_memory_bytes', 'process_open_fds', 'process_threads']);
  assert.doesNotMatch(textOf(world, 'soak', 'k6.log'), /left on the service/);
});

example('fastapi-journey', 'python3', ['-c', 'import ensurepip, venv'], async (world, target) => {
  await world.run(`t3-micro journey/normal --duration 8s --vus 5 --target ${target}`, { LOAD_PASSWORD });
  assertMeasured(world, 'journey/normal');
  assert.deepEqual(world.outcome('t3-micro', 'journey/normal').probes, ['prometheus']);
  assertSampled(world, 'journey/normal', ['process_resident_memory_bytes', 'runtime_gc_total']);
});

/** Skipped with the reason where the language is missing; in CI nothing may be missing, and it fails. */
function example(
  name: string,
  program: string,
  args: string[],
  body: (world: World, target: string) => Promise<void>,
): void {
  const isThere = spawnSync(program, args).status === 0;
  const skip = isThere || process.env.CI !== undefined ? false : `no ${program} (${args.join(' ')})`;
  test(`the example ${name} is prepared and measured without an error`, { skip }, () =>
    inWorld(async (world) => {
      const folder = join(world.folder, name);
      cpSync(join(PROJECT_ROOT, 'examples', name), folder, {
        recursive: true,
        filter: (path) => !MADE.test(path),
      });
      execFileSync(join(folder, 'prepare'), { stdio: ['ignore', 'ignore', 'inherit'] });
      await body(world, join(folder, 'target.json'));
      assert.deepEqual(world.leftovers(), []);
    }),
  );
}

function assertMeasured(world: World, scenario: string): void {
  const { metrics } = JSON.parse(textOf(world, scenario, 'summary.json'));
  const statOf = (metric: string, stat: string) => metrics[metric]?.values[stat] ?? 0;
  assert.ok(statOf('op_duration', 'count') > 0, `${scenario}: nothing was measured\n${world.stderr()}`);
  assert.equal(statOf('op_failed', 'rate'), 0, `${scenario}\n${textOf(world, scenario, 'k6.log')}`);
  assert.equal(statOf('iteration_exceptions', 'count'), 0, scenario);
  const verdict = world.verdict().profiles[0]?.scenarios.find(({ name }) => name === scenario);
  assert.notEqual(verdict?.status, 'critical', JSON.stringify(verdict?.findings));
  const doubts = verdict?.doubts.map(({ id }) => id) ?? [];
  for (const id of ['no-samples', 'not-observed', 'profile-missing', 'generator-failed'])
    assert.ok(!doubts.includes(id), `${scenario}: ${id}`);
}

function assertSampled(world: World, scenario: string, names: SampleName[]): void {
  const samples = textOf(world, scenario, 'samples.ndjson');
  for (const name of names) assert.ok(samples.includes(`"${name}":`), `${scenario}: no ${name}`);
}

function topOf(world: World, scenario: string, profile: string): string {
  const file = join(world.results, 'latest', 't3-micro', scenario, `${profile}.pprof`);
  return execFileSync('go', ['tool', 'pprof', '-top', '-nodefraction=0', file], { encoding: 'utf8' });
}

function textOf(world: World, scenario: string, file: string): string {
  return readFileSync(join(world.results, 'latest', 't3-micro', scenario, file), 'utf8');
}
