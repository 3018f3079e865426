/**
 * The order in which what a load stored is removed: objects or all their versions, then multipart uploads that were not ended, then
 * the bucket, if the run made it. Nothing outside of the prefix is named. Pure: whoever drives it sends the requests, k6 at once and the
 * orchestrator with promises.
 */
import type { HttpMethod } from '../../contract/contract.ts';
import { statusText } from '../request/status-text.ts';
import { type ListedObject, listPageIn, openUploadsIn, versionPageIn } from './list-answer.ts';
import { elements, escaped, textOf } from './xml.ts';

export interface Wiped {
  bucket: string;
  /** What all keys of the run begin with; never empty in a bucket that it did not make. */
  prefix: string;
  /** The run made the bucket, which then goes too. */
  made?: boolean;
}

export interface WipeRequest {
  method: HttpMethod;
  bucket: string;
  key?: string;
  query: Record<string, string>;
  /** With a Content-MD5 of its own, which S3 asks for. */
  body?: string;
}

export interface WipeReply {
  status: number;
  body: string;
}

export interface WipeTally {
  /** Objects, versions, markers and open uploads that were there. */
  found: number;
  removed: number;
  /** The bucket was not there any more. */
  isGone?: true;
  /** Why something stays; absent when nothing does. */
  stays?: string;
}

/** Of 1,000 each: more than any of our loads stores. */
const MAX_PAGES = 2000;
const GONE = [200, 204, 404];
const NOT_THERE = 404;
const NOT_EMPTY = 409;
const MAX_ROUNDS = 3;

type Steps<T> = Generator<WipeRequest, T, WipeReply>;

/** @param look finds, and removes nothing */
export function* wipe(wiped: Wiped, look = false): Steps<WipeTally> {
  const tally: WipeTally = { found: 0, removed: 0 };
  if (wiped.prefix === '' && wiped.made !== true)
    return { ...tally, stays: 'it has no prefix, and the bucket is not of this run' };
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const isThere = yield* wipeObjects(wiped, tally, look);
    if (!isThere) return { ...tally, isGone: true };
    yield* wipeUploads(wiped, tally, look);
    if (wiped.made !== true || look || tally.stays !== undefined) return tally;
    const { status } = yield { method: 'DELETE', bucket: wiped.bucket, query: {} };
    if (GONE.includes(status)) return tally;
    // What a load had under way when it was killed may come to be after the rest is gone.
    if (status !== NOT_EMPTY)
      return { ...tally, stays: `the bucket was not removed (${statusText(status)})` };
  }
  return { ...tally, stays: 'the bucket does not stay empty' };
}

/** @returns whether the bucket is there */
function* wipeObjects(wiped: Wiped, tally: WipeTally, look: boolean): Steps<boolean> {
  const { bucket, prefix } = wiped;
  const first: WipeRequest = {
    method: 'GET',
    bucket,
    query: { versions: '', prefix, 'max-keys': '1' },
  };
  // With versions a plain delete leaves a marker and what was there before.
  const before = yield first;
  if (before.status === NOT_THERE && textOf(before.body, 'Code') === 'NoSuchBucket') return false;
  const hasVersions = firstVersions(before).some(({ version }) => version !== 'null');
  const isThere = yield* wipePages(wiped, tally, { look, hasVersions });
  if (!isThere || hasVersions || look || tally.stays !== undefined) return isThere;
  // Where they were kept once and are not any more, it leaves a marker too, and nothing showed it before.
  const left = firstVersions(yield first).some(({ key }) => key.startsWith(prefix));
  return left ? yield* wipePages(wiped, tally, { look, hasVersions: true }) : true;
}

function firstVersions({ status, body }: WipeReply): ListedObject[] {
  return status === 200 ? (versionPageIn(body)?.objects ?? []) : [];
}

/** @returns whether the bucket is there */
function* wipePages(
  { bucket, prefix }: Wiped,
  tally: WipeTally,
  { look, hasVersions }: { look: boolean; hasVersions: boolean },
): Steps<boolean> {
  let next: Record<string, string> = {};
  for (let page = 0; page < MAX_PAGES; page++) {
    const query = hasVersions ? { versions: '', prefix, ...next } : { 'list-type': '2', prefix, ...next };
    const { status, body } = yield { method: 'GET', bucket, query };
    if (status === NOT_THERE) return false;
    const listed = hasVersions ? versionPageIn(body) : listPageIn(body);
    if (status !== 200 || listed === undefined) {
      tally.stays = `they could not be listed (${statusText(status)})`;
      return true;
    }
    // A server that answers with more than it was asked for does not make us remove it.
    const own = listed.objects.filter(({ key }) => key.startsWith(prefix));
    tally.found += own.length;
    if (!look) yield* removeAll(bucket, own, tally);
    // What does not say where it goes on is asked for again: what it showed is gone.
    const isCut = 'isCut' in listed && !look && own.length > 0;
    const more = isCut ? {} : nextOf(listed.next);
    if (more === undefined || tally.stays !== undefined) return true;
    next = more;
  }
  tally.stays = 'there are too many';
  return true;
}

function nextOf(
  next: string | { key: string; version: string } | undefined,
): Record<string, string> | undefined {
  if (next === undefined) return undefined;
  return typeof next === 'string'
    ? { 'continuation-token': next }
    : { 'key-marker': next.key, 'version-id-marker': next.version };
}

function* removeAll(bucket: string, objects: ListedObject[], tally: WipeTally): Steps<void> {
  if (objects.length === 0) return;
  const { status, body } = yield { method: 'POST', bucket, query: { delete: '' }, body: orderOf(objects) };
  if (status === 200 && body.includes('DeleteResult')) {
    const refused = elements(body, 'Error');
    tally.removed += objects.length - refused.length;
    if (refused[0] !== undefined)
      tally.stays = `the server does not remove them (${textOf(refused[0], 'Code')})`;
    return;
  }
  for (const { key, version } of objects) {
    const query = version === undefined ? {} : { versionId: version };
    const answer = yield { method: 'DELETE', bucket, key, query };
    if (GONE.includes(answer.status)) tally.removed++;
    else tally.stays = `the server does not remove them (${statusText(answer.status)})`;
  }
}

function orderOf(objects: ListedObject[]): string {
  const each = objects.map(
    ({ key, version }) =>
      `<Object><Key>${escaped(key)}</Key>${version === undefined ? '' : `<VersionId>${escaped(version)}</VersionId>`}</Object>`,
  );
  return `<Delete xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Quiet>true</Quiet>${each.join('')}</Delete>`;
}

/** Each page is the first again, since what it showed is gone. */
function* wipeUploads({ bucket, prefix }: Wiped, tally: WipeTally, look: boolean): Steps<void> {
  for (let page = 0; page < MAX_PAGES; page++) {
    const { status, body } = yield { method: 'GET', bucket, query: { uploads: '', prefix } };
    // A server without multipart uploads has none that are open.
    if (status !== 200) return;
    const open = openUploadsIn(body).filter(({ key }) => key.startsWith(prefix));
    tally.found += open.length;
    if (open.length === 0 || look) return;
    for (const { key, id } of open) {
      const answer = yield { method: 'DELETE', bucket, key, query: { uploadId: id } };
      if (GONE.includes(answer.status)) tally.removed++;
      else {
        tally.stays = `the server does not abort an upload (${statusText(answer.status)})`;
        return;
      }
    }
  }
}
