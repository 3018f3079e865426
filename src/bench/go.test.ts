import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { isAlive, tempFolder, until } from '../provision/fixtures.ts';
import { findOnPath } from '../provision/search-path.ts';
import type { LedgerEntry } from '../sandbox/ledger/ledger.ts';
import { goModule } from './fixtures.ts';
import { benchGo, findGoModule } from './go.ts';

const withGo = (await findOnPath('go', process.env)) === undefined ? { skip: 'no Go on this machine' } : {};

/** Benchmarks a module with this test file. */
async function started(t: TestContext, tests: string) {
  const folder = goModule(await tempFolder(t), tests);
  const entries = new Set<LedgerEntry>();
  const seen: LedgerEntry[] = [];
  const lines: string[] = [];
  const control = new AbortController();
  const ledger = {
    add: (entry: LedgerEntry) => {
      entries.add(entry);
      seen.push(entry);
    },
    remove: (entry: LedgerEntry) => entries.delete(entry),
  };
  const done = benchGo(await findGoModule(folder), 2, {
    ledger,
    signal: control.signal,
    result: (line) => lines.push(line),
  });
  done.catch(() => {}); // awaited by the test, but it may fail before that
  return { folder, entries, seen, lines, control, done };
}

test(
  'the results of every round are taken, and what a benchmark prints besides is not',
  withGo,
  async (t) => {
    const { lines, entries, seen, done } = await started(
      t,
      'import ("fmt"; "testing")\n\nfunc BenchmarkDemo(b *testing.B) {\n\tfor i := 0; i < b.N; i++ {\n\t}\n}\n\nfunc init() { fmt.Println("\\x1b[31mBenchmark of noise") }',
    );
    await done;
    const results = lines.filter((line) => line.startsWith('Benchmark'));
    assert.equal(results.length, 2);
    for (const line of results)
      assert.match(line, /^BenchmarkDemo(-\d+)?\s+\d+\s+\S+ ns\/op\s+0 B\/op\s+0 allocs\/op$/);
    assert.ok(lines.includes('pkg: example.com/demo'));
    assert.equal(entries.size, 0);
    for (const entry of seen) assert.ok(entry.kind !== 'folder' || !existsSync(entry.path));
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
  assert.deepEqual([...broken.entries, ...empty.entries], []);
});

test('when it is stopped the test program is gone, too, and so is its work folder', withGo, async (t) => {
  const { folder, entries, seen, control, done } = await started(
    t,
    'import ("fmt"; "os"; "testing"; "time")\n\nfunc BenchmarkEndless(b *testing.B) {\n\tos.WriteFile("pid", []byte(fmt.Sprint(os.Getpid())), 0o600)\n\ttime.Sleep(time.Hour)\n}',
  );
  const pid = () => (existsSync(join(folder, 'pid')) ? readFileSync(join(folder, 'pid'), 'utf8') : '');
  await until('the benchmark has begun', () => pid() !== '');
  control.abort();
  await assert.rejects(done, { code: 'interrupted' });
  await until('its program is gone', async () => !(await isAlive(Number(pid()))));
  assert.equal(entries.size, 0);
  assert.deepEqual(
    seen.map(({ kind }) => kind),
    ['folder', 'process'],
  );
  for (const entry of seen) assert.ok(entry.kind !== 'folder' || !existsSync(entry.path));
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
