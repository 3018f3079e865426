import assert from 'node:assert/strict';
import { test } from 'node:test';
import { listPageIn, openUploadsIn, versionPageIn } from './list-answer.ts';
import { elements, textOf } from './xml.ts';

test('a page of a list has its objects, its prefixes and where it goes on', () => {
  const page = listPageIn(
    `<?xml version="1.0"?><ListBucketResult xmlns="x"><Name>b</Name><Prefix>p/</Prefix><IsTruncated>true</IsTruncated><NextContinuationToken>t+1</NextContinuationToken>
    <Contents><Key>p/a&amp;&#x62;&#99;&lt;</Key><ETag>&quot;e&quot;</ETag><Size>12</Size></Contents>
    <CommonPrefixes><Prefix>p/q/</Prefix></CommonPrefixes></ListBucketResult>`,
  );
  assert.deepEqual(page, {
    objects: [{ key: 'p/a&bc<', etag: 'e', size: 12 }],
    prefixes: ['p/q/'],
    next: 't+1',
  });
  assert.deepEqual(listPageIn('<ListBucketResult/>'), { objects: [], prefixes: [] });
  assert.equal(listPageIn('<html>gateway</html>'), undefined);
});

test('of a page without the mark the objects are not read, and where it goes on is', () => {
  const page =
    '<ListBucketResult><IsTruncated>true</IsTruncated><NextContinuationToken>t</NextContinuationToken><Contents><Key>bb-1-7/3</Key><Size>1</Size></Contents></ListBucketResult>';
  assert.deepEqual(listPageIn(page, 'bb-1-8'), { objects: [], prefixes: [], next: 't' });
  assert.deepEqual(listPageIn(page, 'bb-1-7'), listPageIn(page));
});

test('a page of versions has delete markers too', () => {
  const page = versionPageIn(
    `<ListVersionsResult><IsTruncated>true</IsTruncated><NextKeyMarker>k</NextKeyMarker><NextVersionIdMarker>2</NextVersionIdMarker>
    <Version><Key>k</Key><VersionId>1</VersionId><Size>3</Size><ETag>e</ETag></Version><DeleteMarker><Key>k</Key><VersionId>2</VersionId></DeleteMarker></ListVersionsResult>`,
  );
  assert.deepEqual(
    page?.objects.map(({ key, version }) => [key, version]),
    [
      ['k', '1'],
      ['k', '2'],
    ],
  );
  assert.deepEqual(page?.next, { key: 'k', version: '2' });
  assert.equal(versionPageIn('<Error/>'), undefined);
});

test('uploads that were not ended are found', () => {
  assert.deepEqual(
    openUploadsIn('<Upload><Key>a</Key><UploadId>1</UploadId></Upload><Upload><Key>b</Key></Upload>'),
    [{ key: 'a', id: '1' }],
  );
});

test('a large answer that is broken is read in one pass', () => {
  const broken = '<Contents><Key>'.repeat(200_000);
  assert.deepEqual(elements(broken, 'Contents'), []);
  assert.equal(textOf('<A>&unknown;&#x110000;&#0065;</A>', 'A'), '&unknown;&#x110000;A');
});
