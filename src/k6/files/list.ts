import { type ErrorKind, K6_METRIC } from '../../contract/contract.ts';
import { endpointOf } from '../../shared/request/endpoint.ts';
import { listKeysOf, type StoredFile } from '../../shared/request/stored-file.ts';
import { activeVus } from '../execution.ts';
import { type Compared, ListCheck } from '../lists/list-check.ts';
import { shownIn } from '../lists/listing.ts';
import { isLoad } from '../load-vu.ts';
import { counterOf } from '../metrics.ts';
import { operate } from '../operation.ts';
import { routes } from '../parameters.ts';
import { Sampler } from '../sampler.ts';
import type { Call, Reply } from '../send.ts';
import { errorIn } from './looked-at.ts';

const ENDPOINT = { op: 'list', ...endpointOf(routes.list, { method: 'GET', expect: [200] }) };
/** What the list must show, when it is looked at. */
let shown: { always: string[]; own: StoredFile | undefined } | undefined;
const LIST: Call = {
  ...ENDPOINT,
  verify: (reply) =>
    errorIn('list', reply) ?? (shown === undefined ? undefined : faultIn(reply, shown.always, shown.own)),
};
/** What is stored later (202) may be listed later. */
const isStoredLater = endpointOf(routes.upload, { method: 'PUT', expect: [] }).expect.includes(202);
const listsChecked = counterOf(K6_METRIC.listsChecked);
const check = new ListCheck();
const sampler = new Sampler();
/** To read a list takes k6 a hundredth of a CPU for about so much of it. */
const CHARS_PER_SECOND = 100 * 1024;
/** The list after one that was looked at is too: whether a removed file is still shown as it was, two lists tell. */
let isFollowed = false;

/**
 * Lists, and looks at a sample of the lists.
 * @param always names or ids of files that must be in every list
 * @param own a file of this VU that is there now
 */
export function list(always: string[] = [], own?: StoredFile): void {
  const nowMs = Date.now();
  const isDue = sampler.isDue(nowMs, activeVus(nowMs));
  const compare = (always.length > 0 || own !== undefined) && (isDue || isFollowed);
  isFollowed = isDue;
  shown = compare ? { always, own } : undefined;
  LIST.keep = compare ? 'text' : undefined;
  operate(LIST);
}

/** The service has acknowledged that it removed this file of this VU. */
export function mustLeaveLists(name: string): void {
  check.removed(name);
}

/** The list as the service writes it; empty when it gave none. */
export function listText(): string {
  return textOf(operate({ ...ENDPOINT, keep: 'text' }));
}

function faultIn(reply: Reply, always: string[], own: StoredFile | undefined): ErrorKind | undefined {
  const text = textOf(reply);
  sampler.limit(text.length, CHARS_PER_SECOND);
  const { told, fault }: Compared =
    own === undefined || isStoredLater
      ? { told: false }
      : check.compare(text, own.name, linksOn(reply), listKeysOf(own));
  if (isLoad() && (told || always.length > 0)) listsChecked.add(1);
  return fault ?? (shownIn(text, always).length < always.length ? 'list_gap' : undefined);
}

/** RFC 8288: `Link: <…>; rel="next"`. */
function linksOn({ headers }: Reply): boolean {
  return headers.Link?.includes('next') ?? false;
}

function textOf(reply: Reply | undefined): string {
  return typeof reply?.body === 'string' ? reply.body : '';
}
