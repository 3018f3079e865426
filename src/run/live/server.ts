/** Serves one page and its stream of events on 127.0.0.1 (https://html.spec.whatwg.org/multipage/server-sent-events.html). */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';

export interface LiveServer {
  readonly url: string;
  tell(event: string, data: object): void;
  hasReaders(): boolean;
  /** What was told is sent first, as long as somebody reads it. */
  close(): Promise<void>;
}

const HOST = '127.0.0.1';
/** Next to that of k6's dashboard, so that a bookmark works. */
const USUAL_PORT = 5666;
/** A page that has so much unread is not looked at; when it comes back it gets all there is. */
const MAX_UNREAD_BYTES = 8 * 1024 * 1024;
/** How long the last event may take to be read. */
const FAREWELL_MS = 2000;
/** How soon a page whose stream has ended asks again. */
const RETRY_MS = 1000;

/**
 * @param page the HTML, for every visit anew
 * @param first the event that a stream begins with
 */
export async function startLiveServer(
  page: () => string,
  first: () => [event: string, data: object],
): Promise<LiveServer> {
  const readers = new Set<ServerResponse>();
  let own = '';
  const server = createServer((asked, answer) => {
    if (!isOurs(asked, own)) return refuse(answer, 403);
    if (asked.method !== 'GET') return refuse(answer, 405);
    if (asked.url === '/') {
      answer.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' });
      answer.end(page());
    } else if (asked.url === '/events') {
      answer.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
      answer.write(`retry: ${RETRY_MS}\n\n${eventText(...first())}`);
      readers.add(answer);
      answer.once('close', () => readers.delete(answer));
    } else refuse(answer, 404);
  });
  const port = await listen(server, USUAL_PORT).catch(() => listen(server, 0));
  own = `${HOST}:${port}`;
  return {
    url: `http://${own}/`,
    tell(event, data) {
      if (readers.size === 0) return;
      const text = eventText(event, data);
      for (const reader of readers) {
        if (reader.writableLength > MAX_UNREAD_BYTES) reader.destroy();
        else reader.write(text);
      }
    },
    hasReaders: () => readers.size > 0,
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const reader of readers) reader.end();
      server.closeIdleConnections();
      const late = setTimeout(() => server.closeAllConnections(), FAREWELL_MS);
      await closed;
      clearTimeout(late);
    },
  };
}

/** A name that somebody else lets point to this machine is not ours: no page from elsewhere reads along. */
function isOurs({ headers }: IncomingMessage, own: string): boolean {
  return headers.host === own || headers.host === own.replace(HOST, 'localhost');
}

function refuse(answer: ServerResponse, status: number): void {
  answer.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' });
  answer.end('burstbox: there is nothing here; the live page is at /\n');
}

/** JSON has no line ends of its own. */
function eventText(event: string, data: object): string {
  return `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, HOST, () => {
      server.off('error', reject);
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}
