import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type { App } from './app.ts';
import type { Settings } from './settings.ts';

/** A client has this long for its head: one that trickles it (slow loris) is cut off. */
const HEADERS_TIMEOUT_MS = 10_000;
/** And this long for head and body: 100 MiB at 7 Mbit/s. */
const REQUEST_TIMEOUT_MS = 120_000;
const TIMEOUT_CHECK_INTERVAL_MS = 2000;
/** Longer than clients usually keep an idle connection, so that it is they who close: the other way, requests get lost. */
const KEEP_ALIVE_TIMEOUT_MS = 65_000;
/** A burst of new connections waits instead of being refused; the kernel caps it at net.core.somaxconn. */
const BACKLOG = 4096;
/** Below the 10 s after which docker stop kills. */
const DRAIN_MS = 8000;
const DRAIN_POLL_MS = 20;

export interface RunningServer {
  url: string;
  /**
   * Refuses new work (503; /health says `draining`), lets what is in flight end within 8 s, then closes the socket
   * and every connection.
   */
  stop(): Promise<void>;
}

/** Listens. @throws the system's error, such as EADDRINUSE, when it cannot */
export async function startServer({ host, port }: Settings, app: App): Promise<RunningServer> {
  const server = createServer(
    {
      headersTimeout: HEADERS_TIMEOUT_MS,
      requestTimeout: REQUEST_TIMEOUT_MS,
      connectionsCheckingInterval: TIMEOUT_CHECK_INTERVAL_MS,
      keepAliveTimeout: KEEP_ALIVE_TIMEOUT_MS,
    },
    function onRequest(request, response) {
      app.handle(request, response);
    },
  );
  server.listen({ host, port, backlog: BACKLOG });
  await once(server, 'listening');
  // Accepting may fail later, when descriptors run out; the connections there are go on.
  server.on('error', (error) => console.error('accepting a connection failed:', error));
  return { url: urlOf(server), stop: () => stop(server, app) };
}

async function stop(server: Server, app: App): Promise<void> {
  app.drain();
  server.closeIdleConnections();
  const deadlineMs = performance.now() + DRAIN_MS;
  while (app.inFlight > 0 && performance.now() < deadlineMs) await delay(DRAIN_POLL_MS);
  const closed = once(server, 'close');
  server.close();
  server.closeAllConnections();
  await closed;
  app.close();
}

function urlOf(server: Server): string {
  const address = server.address();
  if (address === null || typeof address === 'string')
    throw new Error(`not listening on a port but on ${address}`);
  const host = address.family === 'IPv6' ? `[${address.address}]` : address.address;
  return `http://${host}:${address.port}`;
}
