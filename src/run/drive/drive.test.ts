import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import type { Ledger, LedgerEntry } from '../../ledger/ledger.ts';
import { freePort } from '../../sandbox/free-port.ts';
import { tempFolder } from '../../testing/temp-folder.ts';
import { startDrive } from './drive.ts';
import type { DriveEnd } from './generator.ts';

const MEMORY = {
  softBytes: 2 ** 30,
  hardBytes: 2 ** 31,
  reserveBytes: 0,
  garbagePercent: 100,
  collectBytes: 2 ** 29,
};

interface Drove {
  end: DriveEnd;
  /** What was still in the ledger when k6 had ended. */
  left: LedgerEntry[];
}

/** Drives a stand-in for k6: a shell script of these lines. */
async function drove(t: TestContext, ...lines: string[]): Promise<Drove> {
  const folder = await tempFolder(t);
  const k6 = join(folder, 'k6');
  writeFileSync(k6, ['#!/bin/sh', ...lines, ''].join('\n'), { mode: 0o700 });
  const left = new Map<string, LedgerEntry>();
  const ledger = {
    add: (entry: LedgerEntry) => void left.set(JSON.stringify(entry), entry),
    remove: (entry: LedgerEntry) => void left.delete(JSON.stringify(entry)),
  };
  const spec = {
    k6,
    bundle: 'b.mjs',
    folder,
    parameters: {},
    k6Args: [],
    tells: false,
    drainSeconds: 15,
    memory: MEMORY,
  };
  const drive = await startDrive({ ...spec, byOperation: false, apiPort: await freePort() }, ledger);
  assert.deepEqual(
    [...left.values()].map(({ kind }) => kind),
    ['marked', 'process'],
  );
  return { end: await drive.ended, left: [...left.values()] };
}

test('a load that was whole has no cause, though thresholds failed or the teardown took too long', async (t) => {
  for (const exitCode of [0, 99, 101]) {
    const { end, left } = await drove(t, `exit ${exitCode}`);
    assert.deepEqual(end, { exit: { exitCode, signal: null, scriptExceptions: 0 } });
    assert.deepEqual(left, []);
  }
});

test('a script that k6 cannot run to its end is named as such, with what k6 said last', async (t) => {
  const said = `echo '{"level":"error","msg":"setup() execution timed out"}' >&2`;
  for (const exitCode of [100, 104, 107, 108]) {
    const { end } = await drove(t, said, `exit ${exitCode}`);
    assert.equal(end.cause?.id, 'script-failed', String(exitCode));
    assert.equal(
      end.cause?.message,
      `the scenario script failed (k6 exit code ${exitCode}): setup() execution timed out`,
    );
  }
});

test('any other end that nobody asked for is a generator that failed', async (t) => {
  const { end: crashed } = await drove(t, 'exit 2');
  assert.deepEqual(
    [crashed.cause?.id, crashed.cause?.message],
    ['generator-failed', 'k6 was ended with exit code 2 mid-run'],
  );
  const { end: killed, left } = await drove(t, 'kill -KILL $$');
  assert.deepEqual(
    [killed.cause?.id, killed.cause?.message],
    ['generator-failed', 'k6 was ended by SIGKILL mid-run'],
  );
  assert.deepEqual(left, []);
});

test('a binary that cannot be started is told before anything else', async (t) => {
  const folder = await tempFolder(t);
  const spec = {
    k6: join(folder, 'none'),
    bundle: 'b.mjs',
    folder,
    parameters: {},
    k6Args: [],
    byOperation: false,
    tells: false,
    memory: MEMORY,
  };
  const noted: LedgerEntry[] = [];
  const ledger: Ledger = { add: (entry) => void noted.push(entry), remove: () => void noted.pop() };
  await assert.rejects(startDrive({ ...spec, apiPort: 1, drainSeconds: 15 }, ledger), {
    code: 'provision',
    message: /^could not start k6 \(.*none\): .*ENOENT/,
  });
  assert.deepEqual(noted, []);
});
