import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { FILES } from '../../store/store.ts';
import { tempFolder } from '../../testing/temp-folder.ts';
import { CONSOLE_FILE, keepConsole } from './console.ts';

const READ = '{"c":1,"k":"bb-1-d0","o":"read","b":1,"s":"ok","v":"\\"5\\"","x":"0-1","e":2}';

/** As k6 v2.2 writes it with `--log-format json --console-output`. */
function said(level: string, msg: string): string {
  return JSON.stringify({ level, msg, time: '2027-01-15T08:00:00Z' });
}

async function kept(t: TestContext, lines: string[], isCleared = true) {
  const folder = await tempFolder(t);
  writeFileSync(join(folder, FILES.k6Log), 'before\n');
  writeFileSync(join(folder, CONSOLE_FILE), lines.join('\n'));
  await keepConsole(folder, isCleared);
  assert.equal(existsSync(join(folder, CONSOLE_FILE)), false);
  const read = (file: string) => {
    const path = join(folder, file);
    return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
  };
  return {
    history: read(FILES.history),
    log: read(FILES.k6Log),
    stored: read(FILES.stored),
    ...errorsIn(read(FILES.s3Errors)),
  };
}

const errorsIn = (s3Errors: string | undefined) => (s3Errors === undefined ? {} : { s3Errors });

test('records go into the history as they were written, all else into the log', async (t) => {
  const oops = said('error', 'Error: oops\n\tat iterate');
  const note = said('info', '{"colour": "red"}');
  assert.deepEqual(await kept(t, [said('info', READ), oops, said('info', READ), note]), {
    history: `${READ}\n${READ}\n`,
    log: `before\n${oops}\n${note}\n`,
    stored: undefined,
  });
});

test('a line that k6 was killed in the middle of is no record', async (t) => {
  const cut = said('info', READ).slice(0, 60);
  assert.deepEqual(await kept(t, [said('info', READ), cut]), {
    history: `${READ}\n`,
    log: `before\n${cut}\n`,
    stored: undefined,
  });
});

test('a k6 that never came to run the script leaves no history', async (t) => {
  const folder = await tempFolder(t);
  await keepConsole(folder, true);
  assert.equal(existsSync(join(folder, FILES.history)), false);
});

test('notes of what was stored are kept when the script did not come to its end, or says that something is left', async (t) => {
  const note = '{"stored":{"vu":3,"below":32}}';
  const left = said('warning', '2 files of this run are left on the service: it does not remove them');
  assert.equal((await kept(t, [said('info', note)])).stored, undefined);
  assert.deepEqual(await kept(t, [said('info', note)], false), {
    history: undefined,
    log: 'before\n',
    stored: `${note}\n`,
  });
  assert.deepEqual(await kept(t, [said('info', note), left]), {
    history: undefined,
    log: `before\n${left}\n`,
    stored: `${note}\n`,
  });
});

test('of a run whose maker died the secrets that the script told are in no file', async (t) => {
  const mark = 'burstbox-k6-01234567-89ab-4def-8123-456789abcdef';
  const token = 'tok-left-behind-4711';
  const note = '{"stored":{"vu":3,"below":32}}';
  const oops = said('error', `GET /me?t=${token}: refused`);
  assert.deepEqual(await kept(t, [said('info', `${mark}"${token}"`), said('info', note), oops], false), {
    history: undefined,
    log: `before\n${said('error', 'GET /me?t=***: refused')}\n`,
    stored: `${note}\n`,
  });
});

test('the first errors of object storage have a file of their own', async (t) => {
  const error = '{"s3Error":{"operation":"put","status":503,"code":"SlowDown","requestId":"A1"}}';
  assert.deepEqual(await kept(t, [said('info', error)]), {
    history: undefined,
    log: 'before\n',
    stored: undefined,
    s3Errors: `${error}\n`,
  });
});
