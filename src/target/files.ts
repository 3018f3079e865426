import { answerBytes, answerJson, answerStream } from './answer.ts';
import { bodyOf } from './body.ts';
import { FileList } from './file-list.ts';
import { checkedName } from './file-name.ts';
import type { Exchange, Route } from './route.ts';
import { ServiceError } from './service-error.ts';
import type { Storage } from './storage.ts';

const DEFAULT_PAGE = 100;
const MAX_PAGE = 1000;

/** Upload, list, download and delete of single files. */
export function fileRoutes(storage: Storage, maxBodyBytes: number): Route[] {
  const files = new FileList(storage);
  return [
    {
      method: 'PUT',
      path: '/files/:name',
      kind: 'work',
      handle: (exchange) => upload(exchange, storage, maxBodyBytes),
    },
    { method: 'GET', path: '/files', kind: 'work', handle: (exchange) => list(exchange, files) },
    { method: 'GET', path: '/files/:name', kind: 'work', handle: (exchange) => download(exchange, storage) },
    { method: 'DELETE', path: '/files/:name', kind: 'work', handle: (exchange) => remove(exchange, storage) },
  ];
}

/** 201 when the name is new, 200 when its file was replaced: `{id,size}`. */
async function upload(exchange: Exchange, storage: Storage, maxBodyBytes: number): Promise<void> {
  const name = nameOf(exchange);
  const received = await storage.receive(bodyOf(exchange.request, maxBodyBytes));
  const status = storage.entry(name) === undefined ? 201 : 200;
  await received.keepAs(name);
  answerJson(exchange, status, { id: name, size: received.sizeBytes });
}

/** `{files:[{id,size,created_at}],next}`, see FileList. */
function list(exchange: Exchange, files: FileList): void {
  const { query } = exchange;
  const page = files.page(query.get('after') ?? '', pageSize(query.get('limit')));
  answerBytes(exchange, 'application/json', page);
}

async function download(exchange: Exchange, storage: Storage): Promise<void> {
  const file = await storage.open(nameOf(exchange));
  const headers = { 'content-type': 'application/octet-stream', etag: file.etag };
  try {
    if (exchange.request.method === 'HEAD')
      exchange.response.writeHead(200, { 'content-length': file.sizeBytes, ...headers }).end();
    else await answerStream(exchange, file.sizeBytes, headers, file.content());
  } finally {
    await file.close();
  }
}

async function remove(exchange: Exchange, storage: Storage): Promise<void> {
  await storage.remove(nameOf(exchange));
  exchange.response.writeHead(204).end();
}

function nameOf({ params }: Exchange): string {
  return checkedName(params.name ?? '');
}

function pageSize(text: string | null): number {
  if (text === null) return DEFAULT_PAGE;
  const limit = /^\d+$/.test(text) ? Number(text) : 0;
  if (limit >= 1 && limit <= MAX_PAGE) return limit;
  throw new ServiceError('bad_request', `limit=${text} is not a whole number from 1 to ${MAX_PAGE}`);
}
