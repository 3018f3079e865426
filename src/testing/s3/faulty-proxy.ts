/**
 * A proxy before a real S3 server that breaks what the server did right, one fault at a time. Host and path stay as they are signed for
 * the server, so that only the port differs: clients sign for the proxy's, and it is started with a server that does not mind.
 */
import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type S3Fault =
  | 'none'
  | 'corrupt-bytes'
  | 'truncated-body'
  | 'lost-put'
  | 'stale-list'
  | 'list-skips'
  | 'list-twice'
  | 'kept-delete'
  | 'slow-down'
  | 'slow-first-byte'
  | 'lost-part'
  | 'wrong-etag';

/** One of so many requests that the fault is about. */
const ONE_OF = 3;
const SLOW_MS = 1500;
const SLOW_FROM_BYTES = 100_001;

export interface FaultyProxy {
  port: number;
  close(): Promise<void>;
}

/** @param host of the server, as clients sign it */
export async function faultyProxy(
  fault: S3Fault,
  server: { host: string; port: number },
): Promise<FaultyProxy> {
  const faults = new Faults(fault);
  const proxy: Server = createServer((incoming, answer) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => faults.handle(incoming, Buffer.concat(chunks), answer, server));
  });
  proxy.listen(0, '127.0.0.1');
  await new Promise((resolve) => proxy.once('listening', resolve));
  return {
    port: (proxy.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        proxy.close(() => resolve());
        proxy.closeAllConnections();
      }),
  };
}

interface Answer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: Buffer;
}

class Faults {
  readonly fault: S3Fault;
  #count = 0;
  #lists = new Map<string, Buffer>();

  constructor(fault: S3Fault) {
    this.fault = fault;
  }

  async handle(
    incoming: IncomingMessage,
    body: Buffer,
    answer: ServerResponse,
    to: { host: string; port: number },
  ) {
    const what = kindOf(incoming);
    const skipped = this.#instead(what, body);
    const got = skipped ?? (await forwarded(incoming, body, to));
    const { status, headers, body: sent } = this.#changed(what, incoming.url ?? '', got);
    if (this.fault === 'slow-first-byte' && what === 'get' && sent.length >= SLOW_FROM_BYTES)
      await new Promise((resolve) => setTimeout(resolve, SLOW_MS));
    answer.writeHead(status, headers as Record<string, string>);
    if (this.fault === 'truncated-body' && what === 'get' && status === 200 && this.#isDue()) {
      answer.write(sent.subarray(0, sent.length / 2), () => answer.destroy());
      return;
    }
    answer.end(sent);
  }

  #isDue(): boolean {
    return this.#count++ % ONE_OF === ONE_OF - 1;
  }

  /** What is answered without asking the server. */
  #instead(what: string, body: Buffer): Answer | undefined {
    const etag = `"${createHash('md5').update(body).digest('hex')}"`;
    const fine = (status: number, headers: Record<string, string> = {}) => ({
      status,
      headers,
      body: Buffer.alloc(0),
    });
    if (this.fault === 'lost-put' && what === 'put' && this.#isDue()) return fine(200, { ETag: etag });
    if (this.fault === 'kept-delete' && what === 'delete' && this.#isDue()) return fine(204);
    if (this.fault === 'lost-part' && what === 'part' && this.#isDue()) return fine(200, { ETag: etag });
    if (this.fault === 'slow-down' && ['put', 'get'].includes(what) && this.#count++ % 200 < 60)
      return {
        ...fine(503, { 'x-amz-request-id': 'SLOW1' }),
        body: Buffer.from('<Error><Code>SlowDown</Code></Error>'),
      };
    return undefined;
  }

  #changed(what: string, url: string, got: Answer): Answer {
    if (got.status !== 200) return got;
    if (this.fault === 'corrupt-bytes' && what === 'get' && this.#isDue()) {
      const body = Buffer.from(got.body);
      body[body.length >> 1] = (body[body.length >> 1] ?? 0) ^ 1;
      return { ...got, body };
    }
    if (this.fault === 'wrong-etag' && what === 'get' && this.#isDue())
      return { ...got, headers: { ...got.headers, etag: '"00000000000000000000000000000000"' } };
    if (what !== 'list') return got;
    const text = got.body.toString();
    if (this.fault === 'list-skips') return resized(got, text.replace(/<Contents>.*?<\/Contents>/s, ''));
    if (this.fault === 'list-twice') return resized(got, text.replace(/<Contents>.*?<\/Contents>/s, '$&$&'));
    if (this.fault === 'stale-list') {
      const path = new URL(url, 'http://x').searchParams.get('prefix') ?? '';
      const before = this.#lists.get(path);
      this.#lists.set(path, got.body);
      return before === undefined ? got : resized(got, before.toString());
    }
    return got;
  }
}

function resized(got: Answer, text: string): Answer {
  const body = Buffer.from(text);
  return { ...got, body, headers: { ...got.headers, 'content-length': String(body.length) } };
}

function kindOf({ method, url = '' }: IncomingMessage): string {
  const { pathname, searchParams } = new URL(url, 'http://x');
  const isObject = pathname.split('/').length > 2 && !pathname.endsWith('probe');
  if (method === 'PUT' && searchParams.has('partNumber')) return 'part';
  if (searchParams.has('list-type')) return searchParams.get('prefix')?.endsWith('/') ? 'list' : 'other';
  if (!isObject || [...searchParams].length > 0) return 'other';
  return { PUT: 'put', GET: 'get', DELETE: 'delete' }[method ?? ''] ?? 'other';
}

function forwarded(
  incoming: IncomingMessage,
  body: Buffer,
  { host, port }: { host: string; port: number },
): Promise<Answer> {
  return new Promise((resolve) => {
    const asked = request(
      { host, port, method: incoming.method, path: incoming.url, headers: incoming.headers },
      (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('end', () =>
          resolve({ status: answer.statusCode ?? 502, headers: answer.headers, body: Buffer.concat(chunks) }),
        );
      },
    );
    asked.on('error', () => resolve({ status: 502, headers: {}, body: Buffer.alloc(0) }));
    asked.end(body);
  });
}
