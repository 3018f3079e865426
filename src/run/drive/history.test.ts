import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { tempFolder } from '../../provision/fixtures.ts';
import { FILES } from '../../store/store.ts';
import { CONSOLE_FILE, keepHistory } from './history.ts';

const READ = '{"c":1,"k":"bb-1-d0","o":"read","b":1,"s":"ok","v":"\\"5\\"","x":"0-1","e":2}';

/** As k6 v2.2 writes it with `--log-format json --console-output`. */
function said(level: string, msg: string): string {
  return JSON.stringify({ level, msg, time: '2027-01-15T08:00:00Z' });
}

async function kept(t: TestContext, lines: string[]) {
  const folder = await tempFolder(t);
  writeFileSync(join(folder, FILES.k6Log), 'before\n');
  writeFileSync(join(folder, CONSOLE_FILE), lines.join('\n'));
  await keepHistory(folder);
  assert.equal(existsSync(join(folder, CONSOLE_FILE)), false);
  const read = (file: string) => readFileSync(join(folder, file), 'utf8');
  return { history: read(FILES.history), log: read(FILES.k6Log) };
}

test('records go into the history as they were written, all else into the log', async (t) => {
  const oops = said('error', 'Error: oops\n\tat iterate');
  const note = said('info', '{"colour": "red"}');
  assert.deepEqual(await kept(t, [said('info', READ), oops, said('info', READ), note]), {
    history: `${READ}\n${READ}\n`,
    log: `before\n${oops}\n${note}\n`,
  });
});

test('a line that k6 was killed in the middle of is no record', async (t) => {
  const cut = said('info', READ).slice(0, 60);
  assert.deepEqual(await kept(t, [said('info', READ), cut]), {
    history: `${READ}\n`,
    log: `before\n${cut}\n`,
  });
});

test('a k6 that never came to run the script leaves no history', async (t) => {
  const folder = await tempFolder(t);
  await keepHistory(folder);
  assert.equal(existsSync(join(folder, FILES.history)), false);
});
