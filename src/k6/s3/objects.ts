/** Operations on objects. Each is sent, checked and counted; what an object must be like follows from its name, size and ETag. */
import { type ErrorKind, K6_METRIC } from '../../contract/contract.ts';
import { etagIn } from '../../shared/s3/list-answer.ts';
import { PART_BYTES } from '../../shared/s3/sizes.ts';
import { isLoad } from '../load-vu.ts';
import { counterOf } from '../metrics.ts';
import { countWhole } from '../operation.ts';
import type { Reply } from '../send.ts';
import type { Prepared } from './bucket.ts';
import { bytesFault, bytesOf, etagOf, partName } from './content.ts';
import { bytesMoved, firstByte } from './measures.ts';
import { putInParts } from './multipart.ts';
import { ask } from './request.ts';

/** As the server has acknowledged it. */
export interface StoredObject {
  key: string;
  /** What its bytes are made from: they differ each time that a key is written. */
  name: string;
  size: number;
  /** As etagIn() has it; empty where it says nothing of the object. */
  etag: string;
}

/** Downloads that were compared byte for byte. */
export const bytesChecked = counterOf(K6_METRIC.bytesChecked);

/** @returns the object; undefined when the server did not say that it has it */
export function put(
  prepared: Prepared,
  op: string,
  wanted: Omit<StoredObject, 'etag'>,
  isSampled: boolean,
): StoredObject | undefined {
  const { bucket, etagIsMd5 } = prepared;
  const { key, name, size } = wanted;
  if (size > PART_BYTES) {
    const begunMs = Date.now();
    const etag = putInParts(prepared, wanted);
    if (etag === undefined) return undefined;
    countWhole(op, Date.now() - begunMs);
    countBytes(size);
    return { ...wanted, etag };
  }
  const body = bytesOf(name, size);
  let etag = '';
  const { failure } = ask({
    op,
    method: 'PUT',
    bucket,
    key,
    body,
    expect: [200],
    verify({ headers }) {
      etag = etagIn(headers.Etag);
      const isRight = etag !== '' && (!etagIsMd5 || !isSampled || etag === etagOf(name, size));
      return isRight ? undefined : 'wrong_etag';
    },
  });
  if (failure !== undefined) return undefined;
  countBytes(size);
  return { key, name, size, etag };
}

/**
 * Reads an object; a sample of them is compared byte for byte, and of one that came in parts a part of that size.
 * @param isSampled whether this one is
 */
export function get(prepared: Prepared, op: string, object: StoredObject, isSampled: boolean): void {
  const { key, name, size } = object;
  const compares = isSampled && size <= PART_BYTES;
  const isRead = read(prepared, op, object, compares, (body) => bytesFault(body, name, size));
  if (!isRead || !isSampled || compares) return;
  const part = Math.floor((Math.random() * size) / PART_BYTES);
  const from = part * PART_BYTES;
  getRange(prepared, key, partName(name, part), from, Math.min(from + PART_BYTES, size));
}

/**
 * Reads an object, of which the ETag may be unknown.
 * @param keeps whether its bytes are kept and handed to `fault`; else they are thrown away, since to keep them would be half of what k6 does
 */
export function read(
  { bucket }: Prepared,
  op: string,
  object: Pick<StoredObject, 'key' | 'size'> & { etag?: string },
  keeps: boolean,
  fault: (body: ArrayBuffer) => ErrorKind | undefined,
): boolean {
  const { key, size } = object;
  const { reply, failure } = ask({
    op,
    method: 'GET',
    bucket,
    key,
    expect: [200],
    acknowledged: true,
    keep: keeps ? 'binary' : 'none',
    verify: (answer) => headFault(answer, object) ?? (keeps ? bodyFault(answer, fault) : undefined),
    ...(keeps ? { checked: bytesChecked } : {}),
  });
  if (failure !== undefined) return false;
  countBytes(size);
  if (isLoad()) firstByte.add(reply.timings.waiting ** firstByte.power);
  return true;
}

/** Reads some bytes of an object and compares them: from `from` to before `to` they are those of `name`. */
export function getRange(prepared: Prepared, key: string, name: string, from: number, to: number): void {
  readRange(prepared, key, [from, to], (body) => bytesFault(body, name, to - from));
}

/** Reads some bytes of an object; `fault` says what is wrong with them. */
export function readRange(
  { bucket }: Prepared,
  key: string,
  [from, to]: readonly [from: number, to: number],
  fault: (body: ArrayBuffer) => ErrorKind | undefined,
): void {
  ask({
    op: 'get_range',
    method: 'GET',
    bucket,
    key,
    headers: { range: `bytes=${from}-${to - 1}` },
    expect: [206],
    acknowledged: true,
    keep: 'binary',
    verify: (answer) => bodyFault(answer, fault),
    checked: bytesChecked,
  });
}

/** @returns whether the server says that it has removed it */
export function remove({ bucket }: Prepared, op: string, { key }: StoredObject, isSampled: boolean): boolean {
  const { failure } = ask({ op, method: 'DELETE', bucket, key, expect: [200, 204] });
  if (failure !== undefined) return false;
  if (isSampled) expectGone(bucket, key);
  return true;
}

/** Looks for what must not be there, or not any more. */
export function expectGone(bucket: string, key: string): void {
  lookAt(bucket, key, ({ status }) => (status === 404 ? undefined : 'not_removed'));
}

/** Whether an object is there, and how large, without its bytes: `verify` says what is wrong with either answer. */
export function lookAt(bucket: string, key: string, verify: (reply: Reply) => ErrorKind | undefined): void {
  ask({ op: 'head', method: 'HEAD', bucket, key, expect: [200, 404], keep: 'none', verify });
}

export function headFault(
  { headers }: Reply,
  { size, etag }: { size: number; etag?: string },
): ErrorKind | undefined {
  const length = Number(headers['Content-Length'] ?? Number.NaN);
  if (length < size) return 'short_body';
  if (length > size) return 'wrong_bytes';
  const seen = etagIn(headers.Etag);
  return !etag || seen === '' || seen === etag ? undefined : 'wrong_etag';
}

export function bodyFault(
  { body }: Reply,
  fault: (body: ArrayBuffer) => ErrorKind | undefined,
): ErrorKind | undefined {
  return body instanceof ArrayBuffer ? fault(body) : 'short_body';
}

function countBytes(size: number): void {
  if (isLoad()) bytesMoved.add(size);
}
