import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { whatIsWrong } from '../../files/validate.ts';
import { tempFolder } from '../../testing/temp-folder.ts';
import { readHistory } from './read-history.ts';
import { simulate } from './simulate-fixtures.ts';
import { storyOperation } from './story.ts';

const RECORD = { c: 7, k: 'd', o: 'write', b: 1000, e: 1010, s: 'ok', v: '"5"', x: '7-41', r: '"4"' };

async function read(t: TestContext, content: string | Buffer) {
  const path = join(await tempFolder(t), 'history.ndjson');
  writeFileSync(path, content);
  const history = readHistory(path);
  assert.ok(history !== undefined);
  return history;
}

test('a record is read in the form of our scripts and in any other JSON', async (t) => {
  const own = JSON.stringify(RECORD);
  const spaced = `${JSON.stringify(RECORD, null, 1).replace(/\n/g, ' ')}\r`;
  const escaped = own.replace('"d"', '"\\u0064"').replaceAll('\\"', '\\u0022');
  const history = await read(t, [own, spaced, escaped].join('\n'));
  assert.equal(history.count, 3);
  const [first, ...others] = [0, 1, 2].map((at) => storyOperation(history, at, 0));
  assert.deepEqual(first, {
    client: 7,
    op: 'write',
    key: 'd',
    beginSeconds: 1,
    endSeconds: 1.01,
    outcome: 'ok',
    version: '5',
    value: '7-41',
    basedOn: '4',
  });
  assert.deepEqual(others, [first, first]);
});

test('what is read fits its schema', () => {
  const records = simulate({ seed: 2, clients: 3, keys: 2, operations: 30, removes: true, unknown: 0.1 });
  for (const record of [RECORD, { ...RECORD, f: 1 }, ...records])
    assert.equal(whatIsWrong('history', record), undefined);
  assert.match(whatIsWrong('history', { ...RECORD, z: 1 }) ?? '', /unknown key/);
});

test('lines that are no record are left out, and one that was cut is counted', async (t) => {
  const line = JSON.stringify(RECORD);
  const others = [
    'time="…" level=info msg="hello"',
    '',
    'null',
    '[]',
    '{}',
    ...[
      { c: -1 },
      { c: 1.5 },
      { b: 'x' },
      { o: 'list' },
      { s: 'fine' },
      { k: '' },
      { e: 1e300 },
      { v: 5 },
    ].map((change) => JSON.stringify({ ...RECORD, ...change })),
    JSON.stringify(RECORD).replace('7-41', '7\u0000-41'),
    `{"k":"${'x'.repeat(100_000)}"}`,
    `{"k":"${'x'.repeat(3_000_000)}"}`,
  ];
  const history = await read(t, `${others.join('\n')}\n${line}\n${line.slice(0, -9)}`);
  assert.equal(history.count, 1);
  assert.ok(history.torn > 0);
  assert.equal((await read(t, `${line}\n`)).torn, 0);
});

test('an operation that ended before it began says that the clock was set back', async (t) => {
  const history = await read(t, JSON.stringify({ ...RECORD, e: 999 }));
  assert.deepEqual([history.count, history.backwards], [0, 1]);
});

test('nothing is lost where the file is read in pieces', async (t) => {
  const records = simulate({ seed: 1, clients: 10, keys: 5, operations: 2500 });
  const history = await read(t, records.map((record) => `${JSON.stringify(record)}\n`).join(''));
  assert.equal(history.count, records.length);
  const last = records.length - 1;
  assert.equal(history.texts.textOf(history.key[last] ?? 0), records[last]?.k);
  assert.equal(history.end[last], records[last]?.e);
});

test('letters of all languages are kept', async (t) => {
  const history = await read(t, JSON.stringify({ ...RECORD, x: 'größe 数 \\ "q" \n' }));
  assert.equal(storyOperation(history, 0, 0).value, 'größe 数 \\ "q"  ');
});

test('without a file there is no history', async (t) => {
  assert.equal(readHistory(join(await tempFolder(t), 'none')), undefined);
});
