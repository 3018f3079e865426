import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { type TestContext, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { EXIT } from '../errors.ts';
import { PROJECT_ROOT } from '../root.ts';
import { tempFolder } from '../testing/temp-folder.ts';
import { ONE_WISH_MS, wishes } from './interrupts.ts';

/** A command that listens, has a temp folder in its ledger, and tells when its signal is aborted. */
const COMMAND = `
  import { mkdtempSync } from 'node:fs';
  import { tmpdir } from 'node:os';
  import { join } from 'node:path';
  import { listenForInterrupts } from './src/cli/interrupts.ts';
  import { openLedger } from './src/ledger/ledger.ts';
  const signal = listenForInterrupts();
  const path = mkdtempSync(join(tmpdir(), 'burstbox-test-'));
  openLedger({ id: 'r1', folder: path }).add({ kind: 'folder', path });
  signal.addEventListener('abort', () => console.log('aborted'));
  console.log(path);
  setInterval(() => {}, 1000);`;

async function command(t: TestContext): Promise<{ child: ChildProcess; next: () => Promise<string> }> {
  const home = await tempFolder(t);
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', COMMAND], {
    cwd: PROJECT_ROOT,
    env: { ...process.env, XDG_STATE_HOME: join(home), TMPDIR: home },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  t.after(() => child.kill('SIGKILL'));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return { child, next: async () => String((await lines.next()).value) };
}

test('the first interrupt asks to stop, the second removes all that was started and ends', async (t) => {
  const { child, next } = await command(t);
  const folder = await next();
  // As `npm start` does it: the terminal's signal, and the same passed on.
  child.kill('SIGINT');
  child.kill('SIGTERM');
  assert.equal(await next(), 'aborted');
  // From before we read that it aborted: by the clock of both, which is one.
  await pause(2 * ONE_WISH_MS);
  assert.equal(child.exitCode, null, 'two signals at once are one wish');
  assert.equal(existsSync(folder), true);
  child.kill('SIGINT');
  await once(child, 'exit');
  assert.equal(child.exitCode, EXIT.interrupted);
  assert.equal(existsSync(folder), false);
});

test('signals close together are one wish, however many they are', () => {
  let [nowMs, answered] = [0, 0];
  const onSignal = wishes(
    () => answered++,
    () => nowMs,
  );
  const heardAfter = (ms: number) => {
    nowMs += ms;
    onSignal();
    return answered;
  };
  assert.deepEqual([0, 0, ONE_WISH_MS - 1, 1, ONE_WISH_MS - 1, 1].map(heardAfter), [1, 1, 1, 2, 2, 3]);
});
