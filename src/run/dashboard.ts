/**
 * k6's live web dashboard, at one address for the whole run. k6 serves it on a port of its own, anew for each load, and
 * after the load waits until no browser holds its stream of events open (grafana/k6, internal/dashboard/sse.go): a page
 * left open would hang the run. So browsers talk to this server, which lets go of k6 when the load is over.
 */
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import { freePort } from '../sandbox/free-port.ts';

export interface Dashboard {
  readonly url: string;
  /** A free port for the dashboard of the next k6; from now on that one is shown. */
  nextPort(): Promise<number>;
  close(): void;
}

const HOST = '127.0.0.1';
/** k6's own, so that a bookmark works. */
const USUAL_PORT = 5665;
const MIN_REFRESH_SECONDS = 2;
/** What k6 says on its stream when the load is over. */
const LOAD_IS_OVER = 'event: stop';
const ONE_PERIOD = 'event: snapshot';
/** k6 knows its VUs from the second on. */
const PERIODS_HELD = 3;

/** Serves it during the work, and says where; without it when it was not asked for. */
export async function withDashboard<T>(
  asked: boolean,
  say: (line: string) => void,
  work: (dashboard: Dashboard | undefined) => Promise<T>,
): Promise<T> {
  if (!asked) return await work(undefined);
  const dashboard = await startDashboard();
  try {
    say(`live dashboard: ${dashboard.url}`);
    return await work(dashboard);
  } finally {
    dashboard.close();
  }
}

/** Listens on k6's usual port, or on any when that is taken. */
export async function startDashboard(): Promise<Dashboard> {
  let k6Port: number | undefined;
  const server = createServer((asked, answer) => forward(k6Port, asked, answer));
  const port = await listen(server, USUAL_PORT).catch(() => listen(server, 0));
  return {
    url: `http://${HOST}:${port}/`,
    async nextPort() {
      k6Port = await freePort();
      return k6Port;
    },
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, HOST, () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}

function forward(port: number | undefined, asked: IncomingMessage, answer: ServerResponse): void {
  if (port === undefined) {
    sayLater(answer);
    return;
  }
  const toK6 = request({ host: HOST, port, path: asked.url ?? '/', method: asked.method }, (fromK6) => {
    answer.writeHead(fromK6.statusCode ?? 502, fromK6.headers);
    fromK6.once('error', () => answer.end()); // k6 has ended
    if (fromK6.headers['content-type']?.startsWith('text/event-stream')) passEvents(fromK6, answer);
    else fromK6.pipe(answer);
  });
  toK6.once('error', () => sayLater(answer));
  answer.once('close', () => toK6.destroy());
  toK6.end();
}

/**
 * Holds the first seconds back, since the page breaks when a metric comes up that it has drawn a chart without; lets go
 * of k6 when the load is over. A page that does not read never holds k6 up, so what it has not taken is kept here.
 */
function passEvents(fromK6: IncomingMessage, answer: ServerResponse): void {
  let begin: string | undefined = '';
  let tail = '';
  fromK6.setEncoding('utf8');
  answer.flushHeaders();
  fromK6.on('data', (piece: string) => {
    tail = (tail + piece).slice(-piece.length - LOAD_IS_OVER.length);
    const isOver = tail.includes(LOAD_IS_OVER);
    if (begin === undefined) answer.write(piece);
    else {
      begin += piece;
      if (isOver || begin.split(ONE_PERIOD).length > PERIODS_HELD) {
        answer.write(begin);
        begin = undefined;
      }
    }
    if (!isOver) return;
    answer.end();
    fromK6.destroy();
  });
  fromK6.once('end', () => answer.end());
}

/** Between two loads. */
function sayLater(answer: ServerResponse): void {
  if (answer.headersSent) {
    answer.end();
    return;
  }
  answer.writeHead(503, {
    'content-type': 'text/plain; charset=utf-8',
    refresh: String(MIN_REFRESH_SECONDS),
  });
  answer.end('No load is running right now; this page waits for the next one.\n');
}
