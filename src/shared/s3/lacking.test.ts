import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lackingIn } from './lacking.ts';

const LIST =
  '<?xml version="1.0"?><ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"></ListBucketResult>';

test('a server says that it lacks an operation by its status or its code', () => {
  assert.equal(lackingIn({ method: 'PUT' }, { status: 501, body: null }), 'status 501');
  const body = '<Error><Code>NotImplemented</Code></Error>';
  assert.equal(lackingIn({ method: 'PUT' }, { status: 400, body }), 'status 400, NotImplemented');
  assert.equal(lackingIn({ method: 'PUT' }, { status: 500, body: '<Code>InternalError</Code>' }), undefined);
  assert.equal(lackingIn({ method: 'GET' }, { status: 200, body: LIST }), undefined);
});

test('one that does not look at the parameter answers what the address is without it', () => {
  const ignored = /^\?(tagging|versioning|versions) is ignored/;
  assert.match(
    lackingIn({ method: 'GET', query: { tagging: '' } }, { status: 200, body: 'hello' }) ?? '',
    ignored,
  );
  assert.match(
    lackingIn({ method: 'GET', query: { versions: '', prefix: 'a' } }, { status: 200, body: LIST }) ?? '',
    ignored,
  );
  const taken = { status: 409, body: '<Error><Code>BucketAlreadyExists</Code></Error>' };
  assert.match(lackingIn({ method: 'PUT', query: { versioning: '' } }, taken) ?? '', ignored);
  assert.equal(lackingIn({ method: 'PUT' }, taken), undefined);
});

test('what answers it, also with nothing in it, is no lack', () => {
  for (const [name, body] of [
    ['tagging', '<Tagging><TagSet/></Tagging>'],
    ['versions', '<ListBucketVersionsResult xmlns="x"><Version/></ListBucketVersionsResult>'],
    ['versioning', '<VersioningConfiguration/>'],
    [
      'versioning',
      '<GetBucketVersioningResponse xmlns="x"><Status>Enabled</Status></GetBucketVersioningResponse>',
    ],
  ] as const)
    assert.equal(lackingIn({ method: 'GET', query: { [name]: '' } }, { status: 200, body }), undefined);
  assert.equal(lackingIn({ method: 'PUT', query: { tagging: '' } }, { status: 200, body: '' }), undefined);
  assert.equal(lackingIn({ method: 'GET', query: { lifecycle: '' } }, { status: 404, body: '' }), undefined);
});
