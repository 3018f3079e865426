import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, type TestContext, test } from 'node:test';
import type { LedgerEntry } from '../ledger/ledger.ts';
import { findOnPath } from '../provision/search-path.ts';
import { isAlive } from '../testing/is-alive.ts';
import { tempFolder } from '../testing/temp-folder.ts';
import { until } from '../testing/until.ts';
import { goModule } from './fixtures.ts';
import { benchGo, findGoModule } from './go.ts';

const withGo = (await findOnPath('go', process.env)) === undefined ? { skip: 'no Go on this machine' } : {};

const state = await mkdtemp(join(tmpdir(), 'burstbox-test-'));
process.env.XDG_STATE_HOME = state;
after(() => rm(state, { recursive: true }));

/** What the ledger of this process has on disk. */
function noted(): LedgerEntry[] {
  const folder = join(state, 'burstbox');
  return readdirSync(folder).flatMap((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')).entries);
}

/** Benchmarks a module with this test file. */
async function started(t: TestContext, tests: string) {
  const folder = goModule(await tempFolder(t), tests);
  const lines: string[] = [];
  const control = new AbortController();
  const done = benchGo(await findGoModule(folder), 2, {
    signal: control.signal,
    result: (line) => lines.push(line),
  });
  done.catch(() => {}); // awaited by the test, but it may fail before that
  return { folder, lines, control, done };
}

test(
  'the results of every round are taken, and what a benchmark prints besides is not',
  withGo,
  async (t) => {
    const { lines, done } = await started(
      t,
      'import ("fmt"; "testing")\n\nfunc BenchmarkDemo(b *testing.B) {\n\tfor i := 0; i < b.N; i++ {\n\t}\n}\n\nfunc init() { fmt.Println("\\x1b[31mBenchmark of noise") }',
    );
    await done;
    const results = lines.filter((line) => line.startsWith('Benchmark'));
    assert.equal(results.length, 2);
    for (const line of results)
      assert.match(line, /^BenchmarkDemo(-\d+)?\s+\d+\s+\S+ ns\/op\s+0 B\/op\s+0 allocs\/op$/);
    assert.ok(lines.includes('pkg: example.com/demo'));
    assert.deepEqual(noted(), []);
  },
);

test('a module that does not compile, or has no benchmark, is told what to do', withGo, async (t) => {
  const broken = await started(t, 'func broken( {');
  await assert.rejects(broken.done, {
    code: 'target',
    message: /go test failed \(.+\); run `go test -bench \. \.\/\.\.\.` there to see why$/,
  });
  const empty = await started(t, 'import "testing"\n\nfunc TestNothing(t *testing.T) {}');
  await assert.rejects(empty.done, { code: 'target', message: /it has no benchmark; write one/ });
  assert.deepEqual(noted(), []);
});

test('when it is stopped the test program is gone, too, and so is its work folder', withGo, async (t) => {
  const { folder, control, done } = await started(
    t,
    'import ("fmt"; "os"; "testing"; "time")\n\nfunc BenchmarkEndless(b *testing.B) {\n\tos.WriteFile("pid", []byte(fmt.Sprint(os.Getpid())), 0o600)\n\ttime.Sleep(time.Hour)\n}',
  );
  const pid = () => (existsSync(join(folder, 'pid')) ? readFileSync(join(folder, 'pid'), 'utf8') : '');
  await until('the benchmark has begun', () => pid() !== '');
  const entries = noted();
  assert.deepEqual(
    entries.map(({ kind }) => kind),
    ['folder', 'marked'],
  );
  control.abort();
  await assert.rejects(done, { code: 'interrupted' });
  await until('its program is gone', async () => !(await isAlive(Number(pid()))));
  assert.deepEqual(noted(), []);
  for (const entry of entries) assert.ok(entry.kind !== 'folder' || !existsSync(entry.path));
});

test('a folder that is no module is refused before anything is started', async (t) => {
  const folder = await tempFolder(t);
  await assert.rejects(findGoModule(folder), {
    code: 'usage',
    message: /there is no go\.mod in it; name the folder of a Go module$/,
  });
  await assert.rejects(findGoModule(join(folder, 'none')), {
    code: 'usage',
    message: /there is no such folder/,
  });
  mkdirSync(join(folder, 'go.mod'));
  await assert.rejects(findGoModule(folder), { code: 'usage' });
});
