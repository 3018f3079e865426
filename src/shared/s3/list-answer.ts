/** A page of a list of objects, or of their versions, as S3 answers. Pure. */
import { elements, textOf } from './xml.ts';

export interface ListedObject {
  key: string;
  /** Bytes; NaN where the answer has none, as of a delete marker. */
  size: number;
  /** With its quotes; empty where the answer has none. */
  etag: string;
  /** Of a list of versions. */
  version?: string;
}

export interface ListPage {
  objects: ListedObject[];
  /** What stands for all keys below a delimiter. */
  prefixes: string[];
  /** Absent on the last page. */
  next?: string;
}

/** A page of ListObjectsV2. Undefined for an answer that is none. */
export function listPageIn(xml: string): ListPage | undefined {
  if (!xml.includes('<ListBucketResult')) return undefined;
  const isMore = textOf(xml, 'IsTruncated') === 'true';
  const next = isMore ? textOf(xml, 'NextContinuationToken') : undefined;
  return {
    objects: elements(xml, 'Contents').map(objectIn),
    prefixes: elements(xml, 'CommonPrefixes').flatMap((each) => textOf(each, 'Prefix') ?? []),
    ...(next === undefined ? {} : { next }),
  };
}

export interface VersionPage {
  /** Versions and delete markers alike. */
  objects: ListedObject[];
  next?: { key: string; version: string };
}

/** A page of ListObjectVersions. Undefined for an answer that is none. */
export function versionPageIn(xml: string): VersionPage | undefined {
  if (!xml.includes('<ListVersionsResult')) return undefined;
  const objects = [...elements(xml, 'Version'), ...elements(xml, 'DeleteMarker')].map((each) => ({
    ...objectIn(each),
    version: textOf(each, 'VersionId') ?? 'null',
  }));
  if (textOf(xml, 'IsTruncated') !== 'true') return { objects };
  const next = { key: textOf(xml, 'NextKeyMarker') ?? '', version: textOf(xml, 'NextVersionIdMarker') ?? '' };
  return { objects, next };
}

export interface OpenUpload {
  key: string;
  id: string;
}

/** Multipart uploads that were begun and not ended, as far as one page shows them. */
export function openUploadsIn(xml: string): OpenUpload[] {
  return elements(xml, 'Upload').flatMap((each) => {
    const [key, id] = [textOf(each, 'Key'), textOf(each, 'UploadId')];
    return key === undefined || id === undefined ? [] : { key, id };
  });
}

function objectIn(xml: string): ListedObject {
  return {
    key: textOf(xml, 'Key') ?? '',
    size: Number(textOf(xml, 'Size') ?? Number.NaN),
    etag: textOf(xml, 'ETag') ?? '',
  };
}
