/** Lists of objects, held against what the server had acknowledged before they were asked for. */
import { type ErrorKind, K6_METRIC } from '../../contract/contract.ts';
import { type ListedObject, type ListPage, listPageIn } from '../../shared/s3/list-answer.ts';
import { type Known, listFault } from '../../shared/s3/list-fault.ts';
import { counterOf } from '../metrics.ts';
import { ask } from './request.ts';

const listsChecked = counterOf(K6_METRIC.listsChecked);
/** As many as a page has at most. */
const MAX_KEYS = 1000;
/** A server that always says that there is more is not followed for ever. */
const MAX_PAGES = 1000;

export interface Wanted extends Omit<Known, 'own'> {
  bucket: string;
  prefix: string;
  /** Below it nobody but this VU writes; default all that is listed. */
  own?: string;
}

/** All pages of a prefix that only this VU writes to; what is wrong with them together is told by the last. */
export function listOwn({ bucket, prefix, own = prefix, ...known }: Wanted): void {
  const seen: ListedObject[] = [];
  // Of keys of others only the pages count: those of 100,000 would take k6 hundreds of MB.
  const mark = own === prefix ? '' : (own.split('/').at(-2) ?? '');
  listPages({ bucket, prefix, mark }, ({ objects }, isLast) => {
    seen.push(...objects);
    return isLast ? listFault(seen, { own, ...known }) : undefined;
  });
}

/** @param look says what is wrong with a page, or on the last one with all of them */
export function listPages(
  {
    bucket,
    prefix,
    delimiter,
    mark,
  }: {
    bucket: string;
    prefix: string;
    delimiter?: string;
    /** See listPageIn(). */
    mark?: string;
  },
  look: (page: ListPage, isLast: boolean) => ErrorKind | undefined,
): void {
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
        ...(delimiter === undefined ? {} : { delimiter }),
        ...(next === undefined ? {} : { 'continuation-token': next }),
      },
      expect: [200],
      verify({ body }) {
        page = typeof body === 'string' ? listPageIn(body, mark) : undefined;
        return page === undefined ? 'false_success' : look(page, page.next === undefined);
      },
      checked: listsChecked,
    });
    if (failure !== undefined || page?.next === undefined) return;
    next = page.next;
  }
}
