/** A store of files in this process, whole or with something wrong, and campaigns on it. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TestContext } from 'node:test';
import type { TargetRoutes } from '../contract/contract.ts';
import type { CapacityConfig, CapacitySummary } from '../store/records/records.ts';
import { tempFolder } from '../testing/temp-folder.ts';
import { type Order, runCampaign } from './capacity.ts';
import { planOf } from './config/plan.ts';
import { summarize } from './summary/conclude.ts';

export interface FakeStore {
  baseUrl: string;
  /** By name, or by id where it makes ids. */
  files: Map<string, { name: string; bytes: Buffer }>;
  routes: TargetRoutes;
  requests: string[];
}

export interface Ways {
  /** It gives ids of its own, and has a list. */
  ids?: boolean;
  quotaFiles?: number;
  /** Answers an upload in place of the store; `true`: it did. */
  odd?(request: IncomingMessage, response: ServerResponse, body: Buffer, store: FakeStore): boolean;
  /** In place of an answer to something else. */
  oddElse?(request: IncomingMessage, response: ServerResponse, store: FakeStore): boolean;
}

const BY_NAME: TargetRoutes = {
  ping: '/',
  upload: { style: 'raw', path: '/files/{name}' },
  download: '/files/{name}',
  remove: '/files/{name}',
};
const BY_ID: TargetRoutes = {
  ping: '/',
  upload: {
    style: 'multipart',
    path: '/files',
    field: 'file',
    fields: { title: '{name}' },
    id: { json: 'id' },
  },
  download: '/files/{id}',
  remove: '/files/{id}',
  list: { path: '/files?limit=1000', json: { entries: 'files', name: 'title', id: 'id' } },
};

export async function fakeStore(t: TestContext, ways: Ways = {}): Promise<FakeStore> {
  const routes = ways.ids ? BY_ID : BY_NAME;
  const store: FakeStore = { baseUrl: '', files: new Map(), routes, requests: [] };
  const server = createServer((request, response) => void answer(store, ways, request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  store.baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return store;
}

let lastId = 0;

async function answer(store: FakeStore, ways: Ways, request: IncomingMessage, response: ServerResponse) {
  const { method = '', url = '' } = request;
  store.requests.push(`${method} ${url}`);
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks);
  const key = decodeURIComponent(url.split('/').at(-1) ?? '');
  if (method === 'PUT' || method === 'POST') {
    if (ways.odd?.(request, response, body, store)) return;
    keep(store, ways, request, response, body);
    return;
  }
  if (ways.oddElse?.(request, response, store)) return;
  if (url.startsWith('/files?')) {
    const files = [...store.files].map(([id, { name: title }]) => ({ id, title }));
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ files, next: null }));
    return;
  }
  const file = store.files.get(key);
  if (url !== '/' && file === undefined) response.statusCode = 404;
  else if (method === 'DELETE') store.files.delete(key);
  response.end(file?.bytes ?? '');
}

/** As a store that is well does. */
export function keep(
  store: FakeStore,
  { ids, quotaFiles = Number.POSITIVE_INFINITY }: Ways,
  request: IncomingMessage,
  response: ServerResponse,
  body: Buffer,
): void {
  if (store.files.size >= quotaFiles) {
    response.statusCode = 507;
    response.end('the quota is used up');
    return;
  }
  const [name, bytes] = ids
    ? partsOf(body)
    : [decodeURIComponent((request.url ?? '').split('/').at(-1) ?? ''), body];
  const id = ids ? `id-${++lastId}` : name;
  store.files.set(id, { name, bytes: Buffer.from(bytes) });
  response.statusCode = 201;
  response.end(JSON.stringify({ id }));
}

function partsOf(body: Buffer): [name: string, bytes: Buffer] {
  const text = body.toString('latin1');
  const name = /filename="([^"]+)"/.exec(text)?.[1] ?? '';
  const from = text.indexOf('\r\n\r\n', text.indexOf('filename=')) + 4;
  return [name, body.subarray(from, text.lastIndexOf('\r\n--'))];
}

export interface Played {
  folder: string;
  summary: CapacitySummary;
  said: string[];
}

export const SMALL: CapacityConfig = {
  schema: 'burstbox/capacity-config/1',
  stages: [{ size: '3 KB', count: 30, concurrency: 3 }],
  readBack: 0.2,
};

/** Without the pauses of a real one. */
export async function playOn(
  t: TestContext,
  { baseUrl, routes }: FakeStore,
  config: CapacityConfig = SMALL,
  more: Partial<Order> & {
    signal?: AbortSignal;
    begun?(folder: string): void;
    pause?(ms: number): Promise<void>;
  } = {},
): Promise<Played> {
  const said: string[] = [];
  let folder = '';
  const { signal = new AbortController().signal, begun, pause = async () => {}, ...options } = more;
  const target = {
    name: 'fake',
    about: 'a store of a test',
    baseUrl,
    health: '/',
    probes: 'auto',
    routes,
  } as const;
  const order = {
    argv: [],
    config,
    plan: planOf(config),
    target,
    at: { baseUrl },
    faults: [],
    out: await tempFolder(t),
    limits: { minFreeDisk: { text: '0', bytes: 0 } },
    cleanupAfter: false,
    ...options,
  };
  await runCampaign(order, signal, {
    say: (line) => said.push(line),
    begun: (path) => {
      folder = path;
      begun?.(path);
    },
    pause,
  });
  return { folder, summary: summarize(folder), said };
}
