import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { test } from 'node:test';
import { isAlive, startTicks } from '../../ledger/identity.ts';
import type { LedgerEntry } from '../../ledger/ledger.ts';
import { MARK, whileMarked } from '../../ledger/marked-processes.ts';
import { ownLedger, tempFolder } from '../../ledger/own.ts';
import { createRunFolder } from '../../store/folders.ts';
import { putWhole } from '../../store/write-whole.ts';
import { holdsWithin } from '../process/wait.ts';
import { removeEntry } from './remove-entry.ts';

test('what is about to be made is on disk before it is, and its ledger is gone with it', (t) => {
  const { noted, state } = useStateFolder(t);
  const folder = tempFolder('test');
  assert.deepEqual(noted(), [{ kind: 'folder', path: folder.path }]);
  writeFileSync(join(folder.path, 'x'), '');
  folder.remove();
  assert.ok(!existsSync(folder.path));
  assert.deepEqual(readdirSync(state), []);
});

test('a program is known by its mark before it has a process id, and its grandchild by the same', async (t) => {
  const { noted } = useStateFolder(t);
  await whileMarked(ownLedger, 'test', async (mark) => {
    const [entry] = noted();
    assert.deepEqual(entry, { kind: 'marked', mark: mark[MARK] });
    const code = `require('node:child_process').spawn('sleep', ['60'], { detached: true, stdio: 'ignore' }).unref(); setInterval(() => {}, 1000)`;
    const child = spawn(process.execPath, ['-e', code], { env: { ...process.env, ...mark }, detached: true });
    await once(child, 'spawn');
    const pids = () => markedPids(mark[MARK] ?? '');
    assert.ok(await holdsWithin(5000, () => pids().length === 2));
    const born = pids().map((pid) => ({ pid, start: startTicks(pid) ?? 0 }));
    assert.ok(entry !== undefined && (await removeEntry(entry)));
    assert.ok(await holdsWithin(5000, () => born.every(({ pid, start }) => !isAlive(pid, start))));
  });
  assert.deepEqual(noted(), []);
});

test('a half-written file goes, what stands in its place stays, and nothing else is taken for one', async (t) => {
  const { noted, state } = useStateFolder(t);
  const place = join(state, 'report.html');
  let draft = '';
  writeFileSync(place, 'whole');
  assert.throws(() => putWhole(place, stopHalfWay), /^Error: killed here$/);
  assert.deepEqual([noted(), existsSync(draft)], [[], false]);
  writeFileSync(draft, 'half');
  assert.equal(await removeEntry({ kind: 'draft', path: draft }), true);
  assert.equal(readFileSync(place, 'utf8'), 'whole');
  await assert.rejects(removeEntry({ kind: 'draft', path: place }), /does not look like a half-written file/);
  assert.ok(existsSync(place));

  function stopHalfWay(path: string): never {
    draft = path;
    assert.deepEqual(noted(), [{ kind: 'draft', path }]);
    writeFileSync(path, 'half');
    throw new Error('killed here');
  }
});

test('folders for results go when nothing came into them, with those that were made for them', async (t) => {
  const { noted, state } = useStateFolder(t);
  const out = join(state, 'a', 'results');
  createRunFolder(out, 'r1');
  const entries = noted();
  assert.deepEqual(
    entries.map((entry) => 'path' in entry && basename(entry.path)),
    ['a', 'results', 'r1'],
  );
  writeFileSync(join(out, 'mine.txt'), '');
  const removed = [];
  for (const entry of entries.toReversed()) removed.push(await removeEntry(entry));
  assert.deepEqual(removed, [true, false, false]);
  assert.deepEqual(readdirSync(out), ['mine.txt']);
});

test('a baseline that was being replaced goes back to its place, unless the new one is there', async (t) => {
  const { state } = useStateFolder(t);
  const place = join(state, 'main');
  const path = join(state, '.main.123.old');
  const entry = { kind: 'aside', path, place } as const;
  mkdirSync(path);
  assert.equal(await removeEntry(entry), true);
  assert.deepEqual([existsSync(path), existsSync(place)], [false, true]);
  mkdirSync(path);
  assert.equal(await removeEntry(entry), true);
  assert.deepEqual([existsSync(path), existsSync(place)], [false, true]);
  await assert.rejects(removeEntry({ kind: 'aside', path: place, place: path }), /left alone/);
  assert.ok(existsSync(place));
});

test('of a cache only a folder in which k6 was made ready goes, and no link to another', async (t) => {
  const { state } = useStateFolder(t);
  const platform = join(state, 'k6', 'v2.2.0', 'linux-amd64');
  const staging = join(platform, 'partial-01234567-89ab-cdef-0123-456789abcdef');
  mkdirSync(staging, { recursive: true });
  const precious = join(tmpdir(), `precious-${process.pid}`);
  mkdirSync(precious);
  t.after(() => rmSync(precious, { recursive: true }));
  const link = join(platform, 'partial-11234567-89ab-cdef-0123-456789abcdef');
  symlinkSync(precious, link);
  assert.equal(await removeEntry({ kind: 'folder', path: staging }), true);
  for (const path of [platform, precious, link])
    await assert.rejects(removeEntry({ kind: 'folder', path }), /left alone/);
  assert.ok(existsSync(precious) && !existsSync(staging));
});

function markedPids(mark: string): number[] {
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => Number.isInteger(pid) && environ(pid).includes(`${MARK}=${mark}`));
}

function environ(pid: number): string[] {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0');
  } catch {
    return [];
  }
}

/** The ledgers of this test only. */
function useStateFolder(t: test.TestContext): { state: string; noted(): LedgerEntry[] } {
  const before = process.env.XDG_STATE_HOME;
  const home = mkdtempSync(join(tmpdir(), 'precious-test-'));
  const state = join(home, 'burstbox');
  process.env.XDG_STATE_HOME = home;
  t.after(() => {
    if (before === undefined) delete process.env.XDG_STATE_HOME;
    else process.env.XDG_STATE_HOME = before;
    rmSync(home, { recursive: true });
  });
  mkdirSync(state);
  const ledgers = () => readdirSync(state).filter((name) => /^own\.\d+\.json$/.test(name));
  return {
    state,
    noted: () =>
      ledgers().flatMap(
        (name) => JSON.parse(readFileSync(join(state, name), 'utf8')).entries,
      ) as LedgerEntry[],
  };
}
