import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Answer, Client } from './client.ts';
import { answerWith } from './fixtures.ts';
import { findS3 } from './object-storage.ts';

const DENIED =
  '<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>AccessDenied</Code><Message>Access Denied.</Message><Resource>/</Resource></Error>';
const LIST = '<?xml version="1.0"?><ListAllMyBucketsResult xmlns="x"><Buckets/></ListAllMyBucketsResult>';

const serverOf = (answers: Record<string, Partial<Answer> & { text: string }>): Client =>
  ({
    baseUrl: 'http://127.0.0.1:9',
    send: async ({ path }: { path: string }) => {
      const { text, ...more } = answers[path] ?? { text: DENIED, status: 403 };
      return answerWith(text, { ...more, path });
    },
  }) as unknown as Client;

test('one that wants keys is known by its error, and the file names where they come from', async () => {
  const found = await findS3(
    serverOf({
      '/': {
        text: DENIED,
        status: 403,
        headers: { 'x-amz-request-id': '1', 'x-amz-bucket-region': 'eu-west-3' },
      },
      '/minio/health/live': { text: '', status: 200 },
    }),
    undefined,
  );
  assert.deepEqual(Object.keys(found?.section.keys ?? {}), ['accessKey', 'secretKey']);
  assert.match(JSON.stringify(found?.section.keys), /\$\{AWS_ACCESS_KEY_ID\}/);
  assert.equal(found?.section.region, 'eu-west-3');
  assert.deepEqual(found?.health, { path: '/minio/health/live', status: 200, isOwn: true });
});

test('one that lists its buckets to everybody gets no keys', async () => {
  const found = await findS3(serverOf({ '/': { text: LIST, status: 200 } }), undefined);
  assert.deepEqual(found?.section, {});
  assert.deepEqual(found?.health, { path: '/', status: 200, isOwn: false });
});

test('other services that answer with XML, HTML or errors are no object storage', async () => {
  for (const [text, status, headers] of [
    ['<html><body>hello</body></html>', 200, {}],
    ['<Error><Code>12</Code></Error>', 404, { 'x-amz-request-id': '1' }],
    ['<Error><Code>NotFound</Code></Error>', 404, {}],
    ['<feed><Error/></feed>', 200, { 'x-amz-request-id': '1' }],
    ['', 401, { 'x-amz-request-id': '1' }],
  ] as const)
    assert.equal(await findS3(serverOf({ '/': { text, status, headers } }), undefined), undefined, text);
});
