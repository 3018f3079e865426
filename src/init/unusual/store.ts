/** A file service that is ordinary but for what a test makes of it, with files of other people in it. */
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';

export interface Kept {
  id: string;
  name: string;
  bytes: Buffer;
}

export interface Asked {
  method: string;
  /** Without the query. */
  path: string;
  query: URLSearchParams;
  body: Buffer;
  /** What follows the path of the collection, decoded; undefined for the collection itself and elsewhere. */
  item: string | undefined;
  store: Store;
}

export interface Said {
  status: number;
  /** Bytes as they are; anything else as JSON. */
  body?: unknown;
  headers?: Record<string, string>;
}

/** What is unusual. What is left out is as usual: POST of a form, GET and DELETE of the item, GET of the list. */
export interface Ways {
  newId?: (store: Store) => string;
  /** What the service calls a file that was uploaded under a name. */
  nameOf?: (name: string) => string;
  uploaded?: (file: Kept, store: Store) => Said;
  read?: (file: Kept, store: Store) => Said;
  entry?: (file: Kept) => unknown;
  remove?: (file: Kept, store: Store) => Said;
  /** Asked first; undefined leaves it to the others. */
  before?: (asked: Asked) => Said | undefined;
}

export class Store {
  readonly files = new Map<string, Kept>();
  made = 0;
  private readonly others: Kept[];
  private readonly newId: (store: Store) => string;

  constructor({ newId = () => randomUUID() }: Ways) {
    this.newId = newId;
    this.others = OTHERS.map((name) => this.add(name, Buffer.from(`what ${name} holds`)));
  }

  add(name: string, bytes: Buffer): Kept {
    this.made++;
    const file = { id: this.newId(this), name, bytes };
    this.files.set(file.id, file);
    return file;
  }

  /** Names of other people's files that are gone, or hold something else. */
  lost(): string[] {
    return this.others
      .filter(({ id, name, bytes }) => {
        const now = this.files.get(id);
        return now?.name !== name || !now.bytes.equals(bytes);
      })
      .map(({ name }) => name);
  }

  find(item: string): Kept | undefined {
    return this.files.get(item) ?? [...this.files.values()].find(({ name }) => name === item);
  }
}

/** The last two begin as ours do. */
const OTHERS = ['thesis.pdf', 'wedding.zip', 'invoice-2024.pdf', 'bb-init-notes.bin', 'bb-1-1.bin'];

export function listenerOf(ways: Ways, store: Store): RequestListener {
  return async (request: IncomingMessage, response: ServerResponse) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const url = new URL(request.url ?? '/', 'http://localhost');
    const item = /^\/files\/([^/]+)$/.exec(url.pathname)?.[1];
    const asked: Asked = {
      method: request.method ?? '',
      path: url.pathname,
      query: url.searchParams,
      body: Buffer.concat(chunks),
      item: item === undefined ? undefined : decodeURIComponent(item),
      store,
    };
    const { status, body, headers } = ways.before?.(asked) ?? usual(ways, asked);
    const isBytes = Buffer.isBuffer(body) || typeof body === 'string';
    const type = isBytes ? {} : { 'Content-Type': 'application/json' };
    response.writeHead(status, { ...type, ...headers });
    response.end(isBytes || body === undefined ? body : JSON.stringify(body));
  };
}

function usual(ways: Ways, { method, path, body, item, store }: Asked): Said {
  if (path === '/health') return { status: 200, body: { ok: true } };
  if (path === '/files' && method === 'POST') {
    const form = formFile(body);
    if (form === undefined) return { status: 400, body: { error: 'no file' } };
    const file = store.add(ways.nameOf?.(form.name) ?? form.name, form.bytes);
    return ways.uploaded?.(file, store) ?? { status: 201, body: { id: file.id, name: file.name } };
  }
  if (path === '/files' && method === 'GET') return { status: 200, body: listOf(store, ways) };
  const file = item === undefined ? undefined : store.files.get(item);
  if (file === undefined) return { status: 404, body: { error: 'not found' } };
  if (method === 'GET') return ways.read?.(file, store) ?? { status: 200, body: file.bytes };
  if (method === 'DELETE') return (ways.remove ?? removed)(file, store);
  return { status: 405 };
}

export function listOf(store: Store, { entry = ({ id, name }) => ({ id, name }) }: Ways = {}) {
  return { files: [...store.files.values()].map(entry) };
}

export function removed({ id }: Kept, store: Store): Said {
  store.files.delete(id);
  return { status: 204 };
}

/** multipart/form-data with one file (RFC 7578). */
export function formFile(body: Buffer): { name: string; bytes: Buffer } | undefined {
  const text = body.toString('latin1');
  const head = /filename="([^"]+)"[^\n]*\r\n(?:[^\r\n]+\r\n)*\r\n/.exec(text);
  if (head === null) return undefined;
  const start = head.index + head[0].length;
  return { name: head[1] ?? '', bytes: body.subarray(start, text.indexOf('\r\n--', start)) };
}
