import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Wiped, type WipeReply, type WipeRequest, wipe } from './wipe.ts';

/** A bucket in memory that answers as S3 does, in pages of two. */
class Bucket {
  objects: { key: string; version?: string }[] = [];
  uploads: { key: string; id: string }[] = [];
  isThere = true;
  /** Without DeleteObjects, as small servers are. */
  lacksMultiDelete = false;
  /** Answers lists with all that it has, whatever was asked for. */
  ignoresPrefix = false;
  /** Kept versions once: a plain delete leaves a marker. */
  isSuspended = false;
  /** Comes to be after everything was listed. */
  late: string | undefined;
  readonly requests: WipeRequest[] = [];

  answer(request: WipeRequest): WipeReply {
    this.requests.push(request);
    const { method, key, query, body } = request;
    if (!this.isThere) return { status: 404, body: '<Error><Code>NoSuchBucket</Code></Error>' };
    if (method === 'GET' && 'uploads' in query) return ok(this.uploads.map(uploadXml).join(''));
    if (method === 'GET') return 'versions' in query ? this.#versions(query) : this.#list(query);
    if (method === 'POST') return this.#removeAll(body ?? '');
    if (key === undefined) return this.#removeBucket();
    if (query.uploadId !== undefined) this.uploads = this.uploads.filter(({ id }) => id !== query.uploadId);
    else this.objects = this.objects.filter((each) => each.key !== key || each.version !== query.versionId);
    return { status: 204, body: '' };
  }

  #list(query: Record<string, string>): WipeReply {
    const all = this.#below(query.prefix ?? '').filter(({ version }) => version === undefined);
    const from = Number(query['continuation-token'] ?? 0);
    const more =
      from + 2 < all.length
        ? `<IsTruncated>true</IsTruncated><NextContinuationToken>0</NextContinuationToken>`
        : '';
    return ok(
      `<ListBucketResult>${more}${all
        .slice(from, from + 2)
        .map(({ key }) => `<Contents><Key>${key}</Key></Contents>`)
        .join('')}</ListBucketResult>`,
    );
  }

  #versions(query: Record<string, string>): WipeReply {
    const all = this.#below(query.prefix ?? '').filter(({ version }) => version !== undefined);
    const page = all.slice(0, 2).map(({ key, version }, index) => {
      const name = index === 0 ? 'Version' : 'DeleteMarker';
      return `<${name}><Key>${key}</Key><VersionId>${version}</VersionId></${name}>`;
    });
    const more = all.length > 2 ? '<IsTruncated>true</IsTruncated><NextKeyMarker>k</NextKeyMarker>' : '';
    return ok(`<ListVersionsResult>${more}${page.join('')}</ListVersionsResult>`);
  }

  #below(prefix: string) {
    return this.objects.filter(({ key }) => this.ignoresPrefix || key.startsWith(prefix));
  }

  #removeAll(body: string): WipeReply {
    if (this.lacksMultiDelete) return { status: 501, body: '' };
    for (const [, key = '', , version] of body.matchAll(/<Key>([^<]+)<\/Key>(<VersionId>([^<]+)<)?/g)) {
      this.objects = this.objects.filter((each) => each.key !== key || each.version !== version);
      if (this.isSuspended && version === undefined) this.objects.push({ key, version: 'null' });
    }
    return ok('<DeleteResult></DeleteResult>');
  }

  #removeBucket(): WipeReply {
    if (this.late !== undefined) this.objects.push({ key: this.late });
    this.late = undefined;
    if (this.objects.length + this.uploads.length > 0) return { status: 409, body: '' };
    this.isThere = false;
    return { status: 204, body: '' };
  }
}

function ok(body: string): WipeReply {
  return { status: 200, body };
}

function uploadXml({ key, id }: { key: string; id: string }): string {
  return `<Upload><Key>${key}</Key><UploadId>${id}</UploadId></Upload>`;
}

function wiped(bucket: Bucket, what: Partial<Wiped> = {}, look = false) {
  const steps = wipe({ bucket: 'b', prefix: 'bb-1-', ...what }, look);
  for (let step = steps.next(); ; step = steps.next(bucket.answer(step.value)))
    if (step.done === true) return step.value;
}

const OTHERS = [{ key: 'aa' }, { key: 'bb-10-x' }, { key: 'bb-2-x' }, { key: 'zz' }];
const OWN = ['bb-1-1/0', 'bb-1-1/1', 'bb-1-2/0', 'bb-1-pool/7', 'bb-1-probe'];

for (const lacks of [false, true])
  test(`all below the prefix goes, page by page, and nothing else${lacks ? ', on a server that removes one at a time' : ''}`, () => {
    const bucket = new Bucket();
    bucket.lacksMultiDelete = lacks;
    bucket.objects = [...OTHERS, ...OWN.map((key) => ({ key }))];
    bucket.uploads = [{ key: 'bb-1-1/9', id: 'u1' }];
    assert.deepEqual(wiped(bucket), { found: 6, removed: 6 });
    assert.deepEqual(bucket.objects, OTHERS);
    assert.deepEqual(bucket.uploads, []);
    assert.ok(bucket.isThere);
    assert.ok(!bucket.requests.some(({ method, key }) => method === 'DELETE' && key === undefined));
  });

test('what a server lists beside what it was asked for is left alone', () => {
  const bucket = new Bucket();
  bucket.ignoresPrefix = true;
  bucket.objects = [{ key: 'bb-1-1/0' }, ...OTHERS.slice(0, 1)];
  wiped(bucket);
  assert.deepEqual(bucket.objects, OTHERS.slice(0, 1));
});

test('markers that a delete leaves where versions are not kept any more go too', () => {
  const bucket = new Bucket();
  bucket.isSuspended = true;
  bucket.objects = [...OTHERS, ...OWN.map((key) => ({ key }))];
  wiped(bucket);
  assert.deepEqual(bucket.objects, OTHERS);
});

test('versions and delete markers go too', () => {
  const bucket = new Bucket();
  bucket.objects = ['1', '2', '3', '4', '5'].map((version) => ({ key: 'bb-1-1/0', version }));
  assert.deepEqual(wiped(bucket), { found: 5, removed: 5 });
  assert.deepEqual(bucket.objects, []);
});

test('a bucket of the run goes when it is empty, also when a put was still under way', () => {
  const bucket = new Bucket();
  bucket.objects = [{ key: 'bb-1-1/0' }];
  bucket.late = 'bb-1-1/1';
  assert.deepEqual(wiped(bucket, { made: true }), { found: 2, removed: 2 });
  assert.ok(!bucket.isThere);
});

test('with somebody else in it the bucket of the run stays', () => {
  const bucket = new Bucket();
  bucket.objects = [{ key: 'somebody' }, { key: 'bb-1-1/0' }];
  assert.equal(wiped(bucket, { made: true }).stays, 'the bucket does not stay empty');
  assert.deepEqual(bucket.objects, [{ key: 'somebody' }]);
});

test('a look removes nothing, and no prefix at all stands for nothing', () => {
  const bucket = new Bucket();
  bucket.objects = [{ key: 'bb-1-1/0' }];
  assert.deepEqual(wiped(bucket, { made: true }, true), { found: 1, removed: 0 });
  assert.ok(bucket.requests.every(({ method }) => method === 'GET'));
  const before = bucket.requests.length;
  assert.ok(wiped(bucket, { prefix: '' }).stays !== undefined);
  assert.equal(bucket.requests.length, before);
});

test('a bucket that is gone has nothing left', () => {
  const bucket = new Bucket();
  bucket.isThere = false;
  assert.deepEqual(wiped(bucket, { made: true }), { found: 0, removed: 0, isGone: true });
});

test('a server that says no says why things stay', () => {
  const steps = wipe({ bucket: 'b', prefix: 'bb-1-' });
  let step = steps.next();
  for (let asked = 0; step.done !== true && asked < 10; asked++) step = steps.next({ status: 403, body: '' });
  assert.equal(step.done === true ? step.value.stays : undefined, 'they could not be listed (status 403)');
});
