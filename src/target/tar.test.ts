import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import { tarBytes, tarOf } from './tar.ts';

const MODIFIED_MS = Date.UTC(2024, 0, 2, 3, 4, 5);

test('the system tar lists names, sizes and times', async () => {
  const entries = ['a', 'n'.repeat(100), 'l'.repeat(101), 'l'.repeat(200)].map((name, i) => ({
    name,
    sizeBytes: i * 600,
    modifiedAtMs: MODIFIED_MS,
  }));
  const archive = await collect(tarOf(entries, ({ sizeBytes }) => chunks(sizeBytes)));
  assert.equal(archive.length, tarBytes(entries));
  const listed = execFileSync('tar', ['--utc', '--full-time', '-tvf', '-'], {
    input: archive,
    encoding: 'utf8',
  });
  const rows = listed
    .trim()
    .split('\n')
    .map((line) => line.split(/\s+/));
  assert.deepEqual(
    rows.map(([mode, , size, day, time, name]) => [mode, size, day, time, name]),
    entries.map(({ name, sizeBytes }) => ['-rw-r--r--', String(sizeBytes), '2024-01-02', '03:04:05', name]),
  );
});

test('a size that the header cannot hold goes before it', async () => {
  const entry = { name: 'huge', sizeBytes: 9 * 1024 ** 3, modifiedAtMs: MODIFIED_MS };
  const { value: header } = await tarOf([entry], () => chunks(0)).next();
  const listed = execFileSync('sh', ['-c', 'tar -tvf - 2>/dev/null || true'], {
    input: header,
    encoding: 'utf8',
  });
  assert.match(listed, / 9663676416 /);
});

test('a content that is not as long as promised ends the archive with an error', async () => {
  const entry = { name: 'a', sizeBytes: 10, modifiedAtMs: MODIFIED_MS };
  await assert.rejects(collect(tarOf([entry], () => chunks(9))), /a has 9 bytes and not 10/);
});

async function* chunks(bytes: number): AsyncGenerator<Uint8Array> {
  yield Buffer.alloc(bytes, 'x');
}

async function collect(source: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const part of source) parts.push(part);
  return Buffer.concat(parts);
}
