/**
 * A proxy before a real S3 server that breaks what the server did right, one fault at a time. Host and path stay as they are signed for
 * the server, so that only the port differs: clients sign for the proxy's, and it is started with a server that does not mind.
 */
import { createHash } from 'node:crypto';
import {
  Agent,
  createServer,
  type IncomingMessage,
  request,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';

export type S3Fault =
  | 'none'
  | 'corrupt-bytes'
  | 'truncated-body'
  | 'lost-put'
  | 'stale-list'
  | 'list-skips-page'
  | 'kept-delete'
  | 'slow-down'
  | 'slow-first-byte'
  | 'lost-part'
  | 'wrong-etag';

/** One of so many requests that the fault is about. */
const ONE_OF = 3;
/** Of objects of the middle size class alone. */
const SLOW_MS = 2500;
const SLOW_BYTES = [100_001, 10_000_000] as const;
/** Puts and gets by turns: refused in a burst, then served. */
const BURST = { every: 200, refused: 60 };

export interface FaultyProxy {
  port: number;
  close(): Promise<void>;
}

/**
 * @param server its host, as clients sign it, and its port
 * @param port where it listens; default any that is free
 */
export async function faultyProxy(
  fault: S3Fault,
  server: { host: string; port: number },
  port = 0,
): Promise<FaultyProxy> {
  const faults = new Faults(fault);
  const proxy: Server = createServer((incoming, answer) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => faults.handle(incoming, Buffer.concat(chunks), answer, server));
  });
  proxy.listen(port, '127.0.0.1');
  await new Promise((resolve, reject) => proxy.once('listening', resolve).once('error', reject));
  return {
    port: (proxy.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        proxy.close(() => resolve());
        proxy.closeAllConnections();
        faults.agent.destroy();
      }),
  };
}

interface Answer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: Buffer;
}

type Kind = 'put' | 'get' | 'delete' | 'part' | 'list' | 'other';

class Faults {
  readonly fault: S3Fault;
  #count = 0;
  #lists = new Map<string, Buffer>();
  #lastPages = new Map<string, Answer>();
  readonly agent = new Agent({ keepAlive: true, noDelay: true });

  constructor(fault: S3Fault) {
    this.fault = fault;
  }

  async handle(
    incoming: IncomingMessage,
    body: Buffer,
    answer: ServerResponse,
    to: { host: string; port: number },
  ) {
    const kind = kindOf(incoming);
    const got =
      this.#instead(kind, body) ??
      this.#lastPage(incoming) ??
      (await forwarded(this.agent, incoming, body, to));
    const { status, headers, body: sent } = this.#changed(kind, incoming.url ?? '', got);
    if (this.fault === 'slow-first-byte' && kind === 'get' && isBetween(sent.length, SLOW_BYTES))
      await new Promise((resolve) => setTimeout(resolve, SLOW_MS));
    answer.writeHead(status, headers as Record<string, string>);
    if (this.fault === 'truncated-body' && kind === 'get' && status === 200 && this.#isDue()) {
      answer.write(sent.subarray(0, sent.length / 2), () => answer.destroy());
      return;
    }
    answer.end(sent);
  }

  #isDue(): boolean {
    return this.#count++ % ONE_OF === ONE_OF - 1;
  }

  /** What is answered without asking the server. */
  #instead(kind: Kind, body: Buffer): Answer | undefined {
    const etag = `"${createHash('md5').update(body).digest('hex')}"`;
    const fine = (status: number, headers: Record<string, string> = {}) => ({
      status,
      headers,
      body: Buffer.alloc(0),
    });
    if (this.fault === 'lost-put' && kind === 'put' && this.#isDue()) return fine(200, { ETag: etag });
    if (this.fault === 'kept-delete' && kind === 'delete' && this.#isDue()) return fine(204);
    if (this.fault === 'lost-part' && kind === 'part' && this.#isDue()) return fine(200, { ETag: etag });
    const isMoving = kind === 'put' || kind === 'get';
    if (this.fault === 'slow-down' && isMoving && this.#count++ % BURST.every >= BURST.every - BURST.refused)
      return {
        ...fine(503, { 'x-amz-request-id': 'SLOW1' }),
        body: Buffer.from('<Error><Code>SlowDown</Code></Error>'),
      };
    return undefined;
  }

  #changed(kind: Kind, url: string, got: Answer): Answer {
    if (got.status !== 200) return got;
    if (this.fault === 'corrupt-bytes' && kind === 'get' && this.#isDue()) {
      const body = Buffer.from(got.body);
      body[body.length >> 1] = (body[body.length >> 1] ?? 0) ^ 1;
      return { ...got, body };
    }
    if (this.fault === 'wrong-etag' && kind === 'get' && this.#isDue())
      return { ...got, headers: { ...got.headers, etag: '"00000000000000000000000000000000"' } };
    return kind === 'list' ? this.#listed(new URL(url, 'http://x').searchParams, got) : got;
  }

  #listed(asked: URLSearchParams, got: Answer): Answer {
    const text = got.body.toString();
    if (this.fault === 'list-skips-page') return this.#firstPage(got, text);
    if (this.fault !== 'stale-list' || asked.has('continuation-token')) return got;
    const prefix = asked.get('prefix') ?? '';
    const before = this.#lists.get(prefix);
    this.#lists.set(prefix, got.body);
    return before === undefined ? got : resized(got, before.toString());
  }

  /** Of three pages, whatever a page of the server holds: few keys are enough. */
  #firstPage(got: Answer, text: string): Answer {
    const objects = text.match(/<Contents>.*?<\/Contents>/gs) ?? [];
    const share = Math.floor(objects.length / 3);
    if (share === 0 || !text.includes(NO_MORE)) return got;
    const without = (left: string[]) => left.reduce((rest, object) => rest.replace(object, ''), text);
    const token = `page-${this.#count++}`;
    this.#lastPages.set(token, resized(got, without(objects.slice(0, 2 * share))));
    return resized(
      got,
      without(objects.slice(share)).replace(
        NO_MORE,
        `<IsTruncated>true</IsTruncated><NextContinuationToken>${token}</NextContinuationToken>`,
      ),
    );
  }

  #lastPage({ url = '' }: IncomingMessage): Answer | undefined {
    return this.#lastPages.get(new URL(url, 'http://x').searchParams.get('continuation-token') ?? '');
  }
}

const NO_MORE = '<IsTruncated>false</IsTruncated>';

function isBetween(value: number, [low, high]: readonly [number, number]): boolean {
  return value >= low && value <= high;
}

function resized(got: Answer, text: string): Answer {
  const body = Buffer.from(text);
  return { ...got, body, headers: { ...got.headers, 'content-length': String(body.length) } };
}

/** What is tried before the load, and looked for by its whole name, is left as it is. */
function kindOf({ method, url = '' }: IncomingMessage): Kind {
  const { pathname, searchParams } = new URL(url, 'http://x');
  const isObject = pathname.split('/').length > 2 && !pathname.endsWith('probe');
  if (method === 'PUT' && searchParams.has('partNumber')) return 'part';
  if (searchParams.has('list-type')) return searchParams.get('prefix')?.endsWith('/') ? 'list' : 'other';
  if (!isObject || [...searchParams].length > 0) return 'other';
  return ({ PUT: 'put', GET: 'get', DELETE: 'delete' } as const)[method as 'PUT'] ?? 'other';
}

function forwarded(
  agent: Agent,
  incoming: IncomingMessage,
  body: Buffer,
  { host, port }: { host: string; port: number },
): Promise<Answer> {
  return new Promise((resolve) => {
    const asked = request(
      { agent, host, port, method: incoming.method, path: incoming.url, headers: incoming.headers },
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
