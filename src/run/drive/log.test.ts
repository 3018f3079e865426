import assert from 'node:assert/strict';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { test } from 'node:test';
import { tempFolder } from '../../testing/temp-folder.ts';
import { MIB } from '../../text/numbers.ts';
import { cappedLog } from './log.ts';

const CUT = '{"level":"info","msg":"log cut here by burstbox"}';

function error(msg: string, hint?: string): string {
  return `${JSON.stringify({ hint, level: 'error', msg })}\n`;
}

test('every line is kept, wherever the stream cuts it', async (t) => {
  const path = join(await tempFolder(t), 'k6.log');
  await cappedLog(Readable.from(['{"level":"in', 'fo","msg":"a"}\nb\n', 'c']), path);
  assert.equal(readFileSync(path, 'utf8'), '{"level":"info","msg":"a"}\nb\nc\n');
});

test('script exceptions are counted, other errors only remembered', async (t) => {
  const path = join(await tempFolder(t), 'k6.log');
  const facts = await cappedLog(
    Readable.from([
      error('first', 'script exception'),
      error('TypeError: x is undefined\n\tat file:///s.js:1', 'script exception'),
      error('could not listen\nmore'),
      '{"level":"info","msg":"of an \\"error\\": \\"hint\\":\\"script exception\\""}\n',
    ]),
    path,
  );
  assert.deepEqual(facts, { scriptExceptions: 2, lastError: 'could not listen' });
});

test('without errors there is no last one', async (t) => {
  const path = join(await tempFolder(t), 'k6.log');
  const facts = await cappedLog(Readable.from(['panic: not JSON "level":"error"\n', 'plain\n']), path);
  assert.deepEqual(facts, { scriptExceptions: 0 });
});

test('a long error is remembered cut short', async (t) => {
  const facts = await cappedLog(
    Readable.from([error('x'.repeat(5000))]),
    join(await tempFolder(t), 'k6.log'),
  );
  assert.equal(facts.lastError, 'x'.repeat(300));
});

test('the log is cut once at four MiB, and errors behind the cut still count', async (t) => {
  const path = join(await tempFolder(t), 'k6.log');
  const line = `${'x'.repeat(1023)}\n`;
  const stream = Readable.from([line.repeat(4 * 1024 - 1), line, line, error('late', 'script exception')]);
  const facts = await cappedLog(stream, path);
  const text = readFileSync(path, 'utf8');
  assert.equal(text, `${line.repeat(4 * 1024 - 1)}${CUT}\n`);
  assert.ok(text.length < 4 * MIB);
  assert.deepEqual(facts, { scriptExceptions: 1, lastError: 'late' });
});

test('a secret that k6 tells of is hidden from then on, also in the last error, and is not copied', async (t) => {
  const path = join(await tempFolder(t), 'k6.log');
  const told = (msg: string) => `${JSON.stringify({ level: 'info', msg })}\n`;
  const said = error('GET /me?t=tok%2Fen%22-4711: refused');
  const stream = [told('MARK"tok/en\\"-4711"'), told('MARK{'), said];
  const { lastError } = await cappedLog(Readable.from(stream), path, 'MARK');
  assert.equal(readFileSync(path, 'utf8'), error('GET /me?t=***: refused'));
  assert.equal(lastError, 'GET /me?t=***: refused');
});

test('what a script says of itself is kept part by part and not copied, and a push that failed is no reason of an end', async (t) => {
  const path = join(await tempFolder(t), 'k6.log');
  const said = (msg: string) => `${JSON.stringify({ level: 'info', msg })}\n`;
  const begun = { atMs: 1, legs: [], metrics: ['op_failed'] };
  const push = `${JSON.stringify({ level: 'error', msg: 'Failed to send', output: 'Prometheus remote write' })}\n`;
  const feature = `${JSON.stringify({ feature: 'native-histograms', level: 'info', msg: 'Experimental feature enabled' })}\n`;
  const stream = [
    feature,
    said(`MARK${JSON.stringify({ begun })}`),
    error('threw'),
    push,
    said('MARK{"setUp":{"loadStartedAtMs":2}}'),
  ];
  const facts = await cappedLog(Readable.from(stream), path, 'MARK');
  assert.deepEqual(facts.told, { begun, setUp: { loadStartedAtMs: 2 } });
  assert.equal(facts.lastError, 'threw');
  assert.equal(readFileSync(path, 'utf8'), error('threw') + push);
});

test('a full disk does not stop k6: the stream is read to its end', {
  skip: !existsSync('/dev/full') && 'no /dev/full here',
}, async () => {
  const stream = new PassThrough({ highWaterMark: 1024 });
  const logged = cappedLog(stream, '/dev/full');
  stream.write('many lines at once\n'.repeat(5000));
  for (let line = 0; line < 100; line++)
    if (!stream.write(`${'x'.repeat(1000)}\n`)) await once(stream, 'drain');
  stream.end();
  assert.deepEqual(await logged, { scriptExceptions: 0 });
});
