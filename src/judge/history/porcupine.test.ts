/**
 * The checker against porcupine, which tries all orders (Athalye, github.com/anishathalye/porcupine, after Wing and Gong
 * 1993 and Lowe 2017): whether a history is linearizable, they must say alike.
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { tempFolder } from '../../testing/temp-folder.ts';
import { checkHistory } from './check.ts';
import { historyOf } from './fixtures.ts';
import { generated } from './generate-fixtures.ts';

const SOURCE = fileURLToPath(new URL('porcupine', import.meta.url));
const HISTORIES = 1000;
/** Far beyond what a download, a build and all histories take. */
const PATIENCE_MS = 180_000;

const hasGo = spawnSync('go', ['version']).status === 0;
const isOptional = process.env.CI === undefined || process.env.CI === '';
const options = !hasGo && isOptional ? { skip: 'no Go on this machine' } : {};

test('of 1,000 generated histories porcupine says the same', options, async (t) => {
  const folder = await tempFolder(t);
  cpSync(SOURCE, folder, { recursive: true });
  const trouble = built(folder);
  if (trouble !== undefined && isOptional) return t.skip(`porcupine was not built: ${trouble}`);
  assert.equal(trouble, undefined);
  const histories = Array.from({ length: HISTORIES }, (_, index) => generated(index + 1));
  const { stdout, status, stderr } = spawnSync(join(folder, 'porcupine'), {
    input: histories.map((history) => `${JSON.stringify(history)}\n`).join(''),
    encoding: 'utf8',
    timeout: PATIENCE_MS,
  });
  assert.equal(status, 0, stderr);
  const theirs = stdout.trim().split('\n').map(Number);
  const ours = histories.map((history) => (checkHistory(historyOf(history)).violations.length === 0 ? 1 : 0));
  const different = ours.flatMap((verdict, index) => (verdict === theirs[index] ? [] : [index + 1]));
  assert.deepEqual(different, [], 'seeds of which they differ');
  const valid = theirs.filter((verdict) => verdict === 1).length;
  t.diagnostic(`${valid} linearizable, ${HISTORIES - valid} not`);
  assert.ok(valid >= HISTORIES / 2 && valid < 0.7 * HISTORIES, `${valid} are valid: too few of one kind`);
});

/** @returns why it was not; a machine without a network has no module to build from */
function built(folder: string): string | undefined {
  const { status, stderr, error } = spawnSync('go', ['build', '-o', 'porcupine', '.'], {
    cwd: folder,
    encoding: 'utf8',
    timeout: PATIENCE_MS,
  });
  return status === 0 ? undefined : (error?.message ?? stderr);
}
