/** The file service as a VU sees it. Each function is one operation; its name is the `op` tag. */
import { Counter } from 'k6/metrics';
import { type ErrorKind, K6_METRIC } from '../contract.ts';
import { contentFault, contentOf } from './content.ts';
import { shownIn } from './listing.ts';
import { MULTIPART_HEADERS, multipartOf } from './multipart.ts';
import { type Call, operate, type Reply } from './operation.ts';
import { routes, seed } from './parameters.ts';
import { tarFault } from './tar.ts';

export const OPERATIONS = [
  'ping',
  'upload',
  'list',
  'download',
  'remove',
  'batch_upload',
  'batch_download',
] as const;

/** A VU compares its first answer in full and then one of this many; hashing all would cost k6 its speed. */
const COMPARE_EVERY = 20;
/** Bounds the teardown's clean-up of a folder that other people fill too. */
const MOST_LIST_PAGES = 50;

const bytesChecked = new Counter(K6_METRIC.bytesChecked);
const listsChecked = new Counter(K6_METRIC.listsChecked);
let downloads = 0;
let lists = 0;

/** A file name that says it is ours: everything with this prefix is removed by `removeOwn`. No name is part of another. */
export function ownName(suffix: string): string {
  return `${OWN_PREFIX}${suffix}.bin`;
}
const OWN_PREFIX = `bb-${seed.toString(16)}-`;

export function ping(): void {
  operate({ op: 'ping', method: 'GET', path: routes.ping, expect: [200, 204] });
}

/** @returns whether the service acknowledged the file. */
export function upload(name: string, size: number): boolean {
  const { style, method, path, field = 'file' } = routes.upload;
  const payload =
    style === 'raw'
      ? { body: contentOf(name, size), headers: { 'Content-Type': 'application/octet-stream' } }
      : { body: multipartOf(field, [name], size), headers: MULTIPART_HEADERS };
  const call = { op: 'upload', method, path: at(path, name), expect: [200, 201, 204], ...payload };
  return operate(call) !== undefined;
}

const LIST: Call = { op: 'list', method: 'GET', path: routes.list, expect: [200] };

/** Lists, and looks in a sample of the lists for files that must be in every one. */
export function list(expected: string[] = []): void {
  const compare = expected.length > 0 && lists++ % COMPARE_EVERY === 0;
  const gap = (reply: Reply) =>
    shownIn(textOf(reply), expected).length < expected.length ? 'list_gap' : undefined;
  operate(compare ? { ...LIST, keep: 'text', verify: gap, checked: listsChecked } : LIST);
}

/** The list as the service writes it; empty when it gave none. */
export function listText(): string {
  return textOf(operate({ ...LIST, keep: 'text' }));
}

/**
 * Downloads a file with the content that its name stands for; a sample is compared byte for byte, the others by their
 * length.
 * @param acknowledged the service has said that it has the file
 * @returns whether it came, as far as was compared.
 */
export function download(name: string, size: number, acknowledged = true): boolean {
  const compare = downloads++ % COMPARE_EVERY === 0;
  const reply = operate({
    op: 'download',
    method: 'GET',
    path: at(routes.download, name),
    expect: [200],
    acknowledged,
    ...(compare ? { keep: 'binary' as const, checked: bytesChecked } : {}),
    verify: (reply) => (compare ? contentFault(bodyOf(reply), name, size) : lengthFault(reply, size)),
  });
  return reply !== undefined;
}

/** Removes a file that the service has acknowledged. @returns whether it did. */
export function remove(name: string): boolean {
  const reply = operate({
    op: 'remove',
    method: 'DELETE',
    path: at(routes.remove, name),
    expect: [200, 202, 204],
    acknowledged: true,
  });
  return reply !== undefined;
}

/** One multipart request with all the files. @returns whether the service acknowledged them. */
export function batchUpload(names: string[], size: number): boolean {
  const { upload: path, field } = routes.batch;
  const body = multipartOf(field, names, size);
  const call = { op: 'batch_upload', method: 'POST', path, body, headers: MULTIPART_HEADERS } as const;
  return operate({ ...call, expect: [200, 201] }) !== undefined;
}

/** Files that the service has acknowledged, all in one tar stream; a sample is compared byte for byte. */
export function batchDownload(names: string[], size: number): void {
  const compare = downloads++ % COMPARE_EVERY === 0;
  operate({
    op: 'batch_download',
    method: 'POST',
    path: routes.batch.download,
    expect: [200],
    acknowledged: true,
    body: JSON.stringify({ ids: names }),
    headers: { 'Content-Type': 'application/json' },
    ...(compare
      ? {
          keep: 'binary' as const,
          verify: (reply) => tarFault(bodyOf(reply), names, size),
          checked: bytesChecked,
        }
      : {}),
  });
}

/** Removes what interrupted iterations left behind: every listed name that carries this run's prefix. */
export function removeOwn(): void {
  for (let page = 0; page < MOST_LIST_PAGES; page++) {
    const names = ownNamesIn(listText());
    if (names.length === 0) return;
    if (names.filter(remove).length === 0) {
      console.warn(`${names.length} files of this run are left on the service: it does not remove them`);
      return;
    }
  }
}

/** The list's format is the target's own affair; our names are recognisable in any of them. */
function ownNamesIn(body: string): string[] {
  return [...new Set(body.match(new RegExp(`${OWN_PREFIX}[\\w-]+\\.bin`, 'g')))];
}

function at(path: string, name: string): string {
  return path.replace('{name}', encodeURIComponent(name));
}

function textOf(reply: Reply | undefined): string {
  return typeof reply?.body === 'string' ? reply.body : '';
}

function bodyOf(reply: Reply): ArrayBuffer {
  return reply.body instanceof ArrayBuffer ? reply.body : new ArrayBuffer(0);
}

/** A chunked answer has no length, and a compressed one not the file's; then only the sampled comparison can tell. */
function lengthFault({ headers }: Reply, size: number): ErrorKind | undefined {
  const length = headers['Content-Length'];
  if (length === undefined || headers['Content-Encoding'] !== undefined || Number(length) === size)
    return undefined;
  return Number(length) < size ? 'short_body' : 'wrong_bytes';
}
