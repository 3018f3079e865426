import assert from 'node:assert/strict';
import { createHash, createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { type Digests, signerOf, type ToSign } from './signer.ts';
import { encodedKey, queryOf } from './uri.ts';

const digests: Digests<Buffer> = {
  sha256Hex: (text) => createHash('sha256').update(text).digest('hex'),
  hmac: (key, text) => createHmac('sha256', key).update(text).digest(),
  hmacHex: (key, text) => createHmac('sha256', key).update(text).digest('hex'),
};

/** The examples of the documentation: https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html */
const KEYS = { accessKey: 'AKIAIOSFODNN7EXAMPLE', secretKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY' };
const AT_MS = Date.UTC(2013, 4, 24);
const EMPTY = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
const GET: ToSign = {
  method: 'GET',
  host: 'examplebucket.s3.amazonaws.com',
  path: '/',
  query: '',
  payload: EMPTY,
};

const PUBLISHED: [what: string, request: ToSign, signature: string][] = [
  [
    'GET object',
    { ...GET, path: `/${encodedKey('test.txt')}`, headers: { range: 'bytes=0-9' } },
    'f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41',
  ],
  [
    'PUT object',
    {
      ...GET,
      method: 'PUT',
      path: `/${encodedKey('test$file.text')}`,
      headers: { date: 'Fri, 24 May 2013 00:00:00 GMT', 'x-amz-storage-class': 'REDUCED_REDUNDANCY' },
      payload: '44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072',
    },
    '98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd',
  ],
  [
    'GET bucket lifecycle',
    { ...GET, query: queryOf({ lifecycle: '' }) },
    'fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543',
  ],
  [
    'GET bucket (list objects)',
    { ...GET, query: queryOf({ prefix: 'J', 'max-keys': 2 }) },
    '34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7',
  ],
];

test('the examples that AWS publishes are signed as published', () => {
  const signer = signerOf(digests, KEYS, 'us-east-1');
  for (const [what, request, signature] of PUBLISHED) {
    const { authorization = '' } = signer.signed(request, AT_MS);
    assert.equal(authorization.split('Signature=')[1], signature, what);
  }
});

/** https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html */
test('the presigned example that AWS publishes comes out as published', () => {
  const { payload: _, ...request } = { ...GET, path: '/test.txt' };
  assert.equal(
    signerOf(digests, KEYS, 'us-east-1').presigned(request, AT_MS, 86_400),
    'X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404',
  );
});

test('a signing key is that of its day, and the date that of its second', () => {
  const signer = signerOf(digests, KEYS, 'us-east-1');
  const fresh = (atMs: number) => signerOf(digests, KEYS, 'us-east-1').signed(GET, atMs);
  for (const atMs of [AT_MS, AT_MS + 999, AT_MS + 1000, AT_MS + 86_400_000, AT_MS])
    assert.deepEqual(signer.signed(GET, atMs), fresh(atMs));
  assert.notEqual(signer.signed(GET, AT_MS).authorization, signer.signed(GET, AT_MS + 1000).authorization);
});

interface Head {
  keys: { access: string; secret: string; token: string };
  regions: string[];
}

type Vector = [
  form: 'h' | 'p',
  region: number,
  token: 0 | 1,
  method: string,
  host: string,
  bucket: string,
  key: string | null,
  parameters: Record<string, string>,
  headers: Record<string, string>,
  payload: string | null,
  atSeconds: number,
  signature: string,
];

test('1000 requests with awkward keys are signed as botocore signs them', () => {
  const file = join(import.meta.dirname, '..', '..', 'testing', 's3', 'botocore-vectors.ndjson');
  const [head = '', ...lines] = readFileSync(file, 'utf8').trimEnd().split('\n');
  const { keys, regions } = JSON.parse(head) as Head;
  assert.equal(lines.length, 1000);
  for (const line of lines) {
    const request = JSON.parse(line) as Vector;
    const [form, region, withToken, method, host, bucket, key, parameters, headers, payload, at, signature] =
      request;
    const signer = signerOf(
      digests,
      {
        accessKey: keys.access,
        secretKey: keys.secret,
        ...(withToken === 1 ? { sessionToken: keys.token } : {}),
      },
      regions[region] ?? '',
    );
    const path = `${bucket === '' ? '' : `/${bucket}`}${key === null ? '' : `/${encodedKey(key)}`}`;
    const toSign: ToSign = {
      method,
      host,
      path: path === '' ? '/' : path,
      query: queryOf(parameters),
      headers,
      ...(payload === null ? {} : { payload }),
    };
    const text =
      form === 'h'
        ? signer.signed(toSign, at * 1000).authorization
        : signer.presigned(toSign, at * 1000, 3600);
    assert.ok(text?.split('Signature=')[1]?.startsWith(signature), line);
  }
});
