/** A bucket of object storage: each file is one PUT, or where that is not allowed comes in parts. */
import { createHash, createHmac } from 'node:crypto';
import type { S3KeyValues, S3Target } from '../../contract/contract.ts';
import type { StoredFile } from '../../shared/request/stored-file.ts';
import { pathOf, placeOf, USUAL_REGION } from '../../shared/s3/place.ts';
import { type Digests, type Signer, signerOf } from '../../shared/s3/signer.ts';
import { queryOf } from '../../shared/s3/uri.ts';
import type { Content } from '../content/content.ts';
import type { Asking, Protocol } from './protocol.ts';
import { inParts, type PartSizes, USUAL_SIZES } from './s3-parts.ts';

export interface Bucket {
  name: string;
  /** Ends in a slash, or is empty. */
  prefix: string;
}

/** What a request about the bucket itself, or a key in it, is. */
export type BucketAsk = (
  method: Asking['method'],
  key?: string,
  headers?: Record<string, string>,
  query?: Record<string, string | number>,
) => Pick<Asking, 'method' | 'url' | 'headers'>;

export function bucketAsk(baseUrl: string, target: S3Target, bucket: string): BucketAsk {
  const { keys, region = USUAL_REGION, style } = target;
  const { host, pathname, protocol } = new URL(baseUrl);
  const place = placeOf({ host, path: pathname.replace(/\/+$/, '') }, style, bucket);
  const signer: Signer | undefined =
    keys === undefined ? undefined : signerOf(digests, keys as S3KeyValues, region);
  return (method, key, headers = {}, parameters = {}) => {
    const [path, query] = [pathOf(place, key), queryOf(parameters)];
    const signed = signer?.signed({ method, host: place.host, path, query }, Date.now()) ?? {};
    const url = `${protocol}//${place.host}${path}${query === '' ? '' : `?${query}`}`;
    return { method, url, headers: { ...headers, ...signed } };
  };
}

/** Keys are the names, below the prefix. Where a bucket keeps versions, the id is that of the version: no other is read or removed. */
export function objectStorage(ask: BucketAsk, { prefix }: Bucket, sizes: PartSizes = USUAL_SIZES): Protocol {
  const keyOf = (name: string) => `${prefix}${name}`;
  return {
    upload(content: Content) {
      const headers = {
        'content-length': String(content.bytes),
        'content-type': 'application/octet-stream',
      };
      return { ...ask('PUT', keyOf(content.name), headers), body: content.chunks(), expect: [200] };
    },
    idIn: ({ headers }, name) => versionIn(headers) ?? name,
    ownIds: false,
    download: (file: StoredFile) => ({
      ...ask('GET', keyOf(file.name), {}, versionOf(file)),
      expect: [200],
    }),
    remove: (file: StoredFile) => ({
      ...ask('DELETE', keyOf(file.name), {}, versionOf(file)),
      expect: [200, 204],
    }),
    onlyHidden: (file, headers) => file.id === file.name && headers['x-amz-delete-marker'] === 'true',
    parts: inParts(ask, keyOf, sizes),
  };
}

/** Longer ones are none: https://docs.aws.amazon.com/AmazonS3/latest/userguide/versioning-workflows.html */
const MAX_VERSION_CHARS = 512;

/** `null` is what an object of a bucket has whose versions are no longer kept. */
function versionIn(headers: Record<string, string>): string | undefined {
  const version = headers['x-amz-version-id'];
  return version === undefined || version === '' || version === 'null' || version.length > MAX_VERSION_CHARS
    ? undefined
    : version;
}

function versionOf({ name, id }: StoredFile): Record<string, string> {
  return id === name ? {} : { versionId: id };
}

const digests: Digests<Buffer> = {
  sha256Hex: (text) => createHash('sha256').update(text).digest('hex'),
  hmac: (key, text) => createHmac('sha256', key).update(text).digest(),
  hmacHex: (key, text) => createHmac('sha256', key).update(text).digest('hex'),
};
