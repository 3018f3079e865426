/** Why a file was not stored: is that the store's end, a limit on one file, or something that says nothing of its size? */
import type { StopKind } from '../../store/records/records.ts';
import type { PutAnswer } from '../stores/store.ts';

export interface Known {
  /** A file at least as large has been stored. */
  fitted: boolean;
  /** What the service has written to its log since the campaign began, where it can be read. */
  log: string;
  /** Free on its disk, where that can be seen. */
  freeBytes?: number;
  nextBytes: number;
}

/** errno ENOSPC and EDQUOT, and what databases and MinIO make of them. */
const DISK_FULL =
  /\bENOSPC\b|\bEDQUOT\b|no space left on device|disk quota exceeded|(database or )?disk is full|XMinioStorageFull|StorageFull|drive path full/i;
/** RFC 4331 for WebDAV, S3 and Ceph, and in the words of many services. */
const QUOTA =
  /quota|insufficient (storage|space|capacity)|InsufficientStorage|not enough (space|storage)|out of (space|storage)|storage (limit|is full|full)|storage.{0,20}exceeded/i;
const FILE_LIMIT = /EntityTooLarge|too large|larger than|exceeds the (maximum|limit)/i;
const INSUFFICIENT_STORAGE = 507;
const CONTENT_TOO_LARGE = 413;

export function kindOf({ status, said = '' }: PutAnswer, known: Known): StopKind {
  const isFull = DISK_FULL.test(said) || DISK_FULL.test(known.log);
  if (DISK_FULL.test(said)) return 'disk-full';
  if (status === INSUFFICIENT_STORAGE) return isFull || isDiskUsedUp(known) ? 'disk-full' : 'quota';
  if (status === CONTENT_TOO_LARGE || (status >= 400 && /EntityTooLarge/.test(said)))
    return known.fitted || (QUOTA.test(said) && !FILE_LIMIT.test(said)) ? 'quota' : 'file-limit';
  if (status >= 400 && QUOTA.test(said)) return 'quota';
  if (said === 'connection refused') return 'gone';
  if (status === 0 || status >= 500) {
    if (isFull || isDiskUsedUp(known)) return 'disk-full';
    if (said === 'connection cut') return 'cut';
    return status === 0 ? 'timeout' : 'errors';
  }
  return 'refused';
}

/** Whether the disk is what an answer that is no success is about, by its words, the log or the disk. */
export function isDiskFull(said: string, known: Pick<Known, 'log' | 'freeBytes'>): boolean {
  return (
    DISK_FULL.test(said) || DISK_FULL.test(known.log) || isDiskUsedUp({ ...known, nextBytes: PAGE_BYTES })
  );
}

/** With less than this nobody writes anything. */
const PAGE_BYTES = 4096;

/** Some file systems keep a part for root and for themselves. */
const KEPT_SHARE = 1.02;

function isDiskUsedUp({ freeBytes, nextBytes }: Pick<Known, 'freeBytes' | 'nextBytes'>): boolean {
  return freeBytes !== undefined && freeBytes < nextBytes * KEPT_SHARE;
}

const WORDS: Record<StopKind, string> = {
  plan: 'the plan is done',
  limit: 'our own limit was reached',
  quota: 'its quota is used up',
  'disk-full': 'its disk is full',
  drops: 'it acknowledges files and does not keep them',
  cut: 'it cuts the connection',
  timeout: 'it does not answer',
  errors: 'it fails without saying why',
  refused: 'it refuses for another reason than room',
  'file-limit': 'it takes no files of this size',
  gone: 'it is not there any more',
};

export function kindText(kind: StopKind): string {
  return WORDS[kind];
}
