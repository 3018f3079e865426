import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { S3Target, StoredNote } from '../../contract/contract.ts';
import { checkS3 } from './check.ts';
import { OBJECTS } from './objects.ts';

function refused(s3: S3Target, message: RegExp): void {
  assert.throws(() => checkS3('mine.json', s3), { name: 'BurstboxError', code: 'config', message });
}

test('keys are named, never written out, and no message shows one', () => {
  const [accessKey, secretKey] = ['$' + '{ACCESS}', '$' + '{SECRET}'];
  checkS3('mine.json', { keys: { accessKey, secretKey } });
  checkS3('mine.json', { keys: { profile: 'default' } });
  checkS3('mine.json', {});
  refused(
    { keys: { accessKey, secretKey: 'wJalr' } },
    /^mine.json: \/s3\/keys\/secretKey is a key in plain text; expected the name (?!.*wJalr)/,
  );
  refused(
    { keys: { accessKey: 'AKIA', secretKey } },
    /\/s3\/keys\/accessKey is a key in plain text(?!.*AKIA)/,
  );
  refused({ keys: { accessKey, secretKey, sessionToken: `x${accessKey}` } }, /sessionToken/);
  refused({ keys: { accessKey, secretKey: 'wJalr{x}' } }, /secretKey is a key in plain text(?!.*wJalr)/);
});

test('a prefix without a bucket, and dots before a host, are refused', () => {
  refused({ prefix: 'x/' }, /\/s3\/prefix is "x\/", and there is no \/s3\/bucket/);
  refused({ bucket: 'a.b', style: 'virtual-host' }, /\/s3\/bucket is "a.b"/);
  checkS3('mine.json', { bucket: 'a.b' });
});

test('only notes of what begins with the name of this run are followed', () => {
  const notes: StoredNote[] = [
    { bucket: 'bb-1-abc', prefix: 'bb-1-', made: true },
    { bucket: 'mine', prefix: 'load/bb-1-' },
    { bucket: 'mine', prefix: 'load/bb-1-' },
    { bucket: 'mine', prefix: 'load/' },
    { bucket: 'mine', prefix: 'load/bb-1-', made: true },
    { bucket: 'bb-2-abc', prefix: 'bb-2-', made: true },
    { bucket: '../mine', prefix: 'bb-1-' },
    { dataset: 'bb-1-d0' },
  ];
  assert.deepEqual(OBJECTS.leftOf(notes, 'bb-1-'), [
    { bucket: 'bb-1-abc', prefix: 'bb-1-', made: true },
    { bucket: 'mine', prefix: 'load/bb-1-' },
  ]);
});

test('requests are signed, below the base URL, and a bucket before the host stands in front of it', async () => {
  const calls: { path: string; subdomain?: string; headers?: Record<string, string> | undefined }[] = [];
  const client = {
    baseUrl: 'http://127.0.0.1:9000/s3',
    send: async (call: (typeof calls)[number]) => {
      calls.push(call);
      return { status: 404, headers: {}, bytes: Buffer.alloc(0), body: '<Code>NoSuchBucket</Code>' };
    },
  };
  const keys = { accessKey: 'a', secretKey: 'b' };
  const thing = { bucket: 'bb-1-x', prefix: 'bb-1-', made: true };
  assert.equal(await OBJECTS.remove(client, { keys }, thing, { seed: 1, dryRun: false }), 'gone');
  await OBJECTS.remove(client, { style: 'virtual-host' }, thing, { seed: 1, dryRun: false });
  assert.equal(calls[0]?.path, '/bb-1-x?max-keys=1&prefix=bb-1-&versions=');
  assert.match(
    calls[0]?.headers?.authorization ?? '',
    /^AWS4-HMAC-SHA256 Credential=a\/\d{8}\/us-east-1\/s3\/aws4_request/,
  );
  assert.deepEqual(
    [calls[1]?.path, calls[1]?.subdomain, calls[1]?.headers],
    ['?max-keys=1&prefix=bb-1-&versions=', 'bb-1-x', {}],
  );
});
