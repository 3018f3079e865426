/** A page of a list of objects, or of their versions, as S3 answers. Pure. */
import { elements, textOf } from './xml.ts';

export interface ListedObject {
  key: string;
  /** Bytes; NaN where the answer has none, as of a delete marker. */
  size: number;
  /** As etagIn() has it; empty where the answer has none. */
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
  /** It says that there is more, and not where that begins. */
  isCut?: true;
}

/**
 * A page of ListObjectsV2. Undefined for an answer that is none.
 * @param mark part of each key that matters: a page that has it nowhere is taken to hold no objects, since to read a thousand of
 * them takes k6 longer than to get the page
 */
export function listPageIn(xml: string, mark = ''): ListPage | undefined {
  if (!xml.includes('<ListBucketResult')) return undefined;
  const isMore = textOf(xml, 'IsTruncated') === 'true';
  const next = isMore ? textOf(xml, 'NextContinuationToken') : undefined;
  const isCut = isMore && next === undefined;
  return {
    objects: xml.includes(mark) ? elements(xml, 'Contents').map(objectIn) : [],
    prefixes: elements(xml, 'CommonPrefixes').flatMap((each) => textOf(each, 'Prefix') ?? []),
    ...(next === undefined ? {} : { next }),
    ...(isCut ? { isCut } : {}),
  };
}

export interface VersionPage {
  /** Versions and delete markers alike. */
  objects: ListedObject[];
  next?: { key: string; version: string };
}

/** The second is what some servers call it. */
const VERSIONS = ['<ListVersionsResult', '<ListBucketVersionsResult'];

/** A page of ListObjectVersions. Undefined for an answer that is none. */
export function versionPageIn(xml: string): VersionPage | undefined {
  if (!VERSIONS.some((root) => xml.includes(root))) return undefined;
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
    etag: etagIn(textOf(xml, 'ETag')),
  };
}

/** Without quotes, which servers give in some places and leave out in others. */
export function etagIn(text: string | undefined): string {
  return (text ?? '').replaceAll('"', '');
}
