/** Lists of objects, held against what the server had acknowledged before they were asked for. */
import { Counter } from 'k6/metrics';
import { type ErrorKind, K6_METRIC } from '../../contract/contract.ts';
import { type ListedObject, type ListPage, listPageIn } from '../../shared/s3/list-answer.ts';
import type { StoredObject } from './objects.ts';
import { ask } from './request.ts';

const listsChecked = new Counter(K6_METRIC.listsChecked);
/** As many as a page has at most. */
const MAX_KEYS = 1000;
/** A server that always says that there is more is not followed for ever. */
const MAX_PAGES = 1000;

export interface Wanted {
  bucket: string;
  prefix: string;
  /** Below it nobody but this VU writes; default all that is listed. */
  own?: string;
  /** What must be there, by key. */
  there: ReadonlyMap<string, StoredObject>;
  /** Keys of which nobody knows: their last operation was not answered. */
  unsure: ReadonlySet<string>;
}

/** Goes through all pages of a prefix that only this VU writes to; what is wrong with them together is told by the last. */
export function listOwn({ bucket, prefix, own = prefix, there, unsure }: Wanted): void {
  const seen: ListedObject[] = [];
  let next: string | undefined;
  for (let pages = 0; pages < MAX_PAGES; pages++) {
    let page: ListPage | undefined;
    const { failure } = ask({
      op: 'list',
      method: 'GET',
      bucket,
      query: {
        'list-type': 2,
        prefix,
        'max-keys': MAX_KEYS,
        ...(next === undefined ? {} : { 'continuation-token': next }),
      },
      expect: [200],
      verify({ body }) {
        page = typeof body === 'string' ? listPageIn(body) : undefined;
        if (page === undefined) return 'false_success';
        seen.push(...page.objects);
        return page.next === undefined ? listFault(seen, { own, there, unsure }) : undefined;
      },
      checked: listsChecked,
    });
    if (failure !== undefined || page === undefined) return;
    next = page.next;
    if (next === undefined) return;
  }
}

/** The first that is found, the worst first. */
function listFault(
  seen: readonly ListedObject[],
  { own, there, unsure }: Pick<Wanted, 'there' | 'unsure'> & { own: string },
): ErrorKind | undefined {
  const keys = new Set(seen.map(({ key }) => key));
  for (const key of there.keys()) if (!keys.has(key)) return 'list_gap';
  if (keys.size < seen.length) return 'list_twice';
  for (const { key, size, etag } of seen) {
    const known = there.get(key);
    if (known === undefined) {
      if (key.startsWith(own) && !unsure.has(key)) return 'list_stale';
    } else if (size !== known.size || (etag !== '' && etag !== known.etag)) return 'wrong_etag';
  }
  return undefined;
}
