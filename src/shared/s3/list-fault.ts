/** What is wrong with a list of objects, held against what was acknowledged before it was asked for. Pure. */
import type { ErrorKind } from '../../contract/contract.ts';
import type { ListedObject } from './list-answer.ts';

export interface Known {
  /** Below it nobody else writes. */
  own: string;
  /** What must be there, by key; an empty ETag is not compared. */
  there: ReadonlyMap<string, { size: number; etag: string }>;
  /** Keys of which nobody knows: their last operation was not answered. */
  unsure: ReadonlySet<string>;
  /** What has been put over since, each as objectId() names it. */
  replaced?: ReadonlySet<string>;
}

/** The first that is found, the worst first. A list that lacks objects and shows former ones too is one of before. */
export function listFault(
  seen: readonly ListedObject[],
  { own, there, unsure, replaced }: Known,
): ErrorKind | undefined {
  if (seen.some(({ key }) => key.startsWith(own) && !there.has(key) && !unsure.has(key))) return 'list_stale';
  const keys = new Set(seen.map(({ key }) => key));
  for (const key of there.keys())
    if (!keys.has(key)) return seen.some((each) => replaced?.has(objectId(each))) ? 'list_stale' : 'list_gap';
  if (keys.size < seen.length) return 'list_twice';
  for (const { key, size, etag } of seen) {
    const known = there.get(key);
    if (
      known !== undefined &&
      (size !== known.size || (etag !== '' && known.etag !== '' && etag !== known.etag))
    )
      return 'wrong_etag';
  }
  return undefined;
}

/** Of one write of a key. */
export function objectId({ key, etag }: { key: string; etag: string }): string {
  return `${etag} ${key}`;
}
