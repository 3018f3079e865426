/**
 * Where k6 sends its figures: to us. An output of k6 that waits for a receiver keeps k6 from ending, for half a minute with
 * OpenTelemetry, and fills k6.log. We answer at once, and pass on what came by our own way out. So k6 needs no password either.
 */
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Outbox } from './outbox.ts';

export interface Relay {
  url: string;
  close(): void;
}

const HOST = '127.0.0.1';
/** Thousands of series of k6 are less than one. */
const MAX_BODY_BYTES = 16 * 1024 * 1024;
/** What says how the body is to be read. */
const PASSED_ON = ['content-type', 'content-encoding', 'x-prometheus-remote-write-version', 'user-agent'];

/** Only whoever knows the path may send: other users of this machine do not. */
export async function relayTo(outbox: Outbox): Promise<Relay> {
  const path = `/${randomUUID()}`;
  const server = createServer((asked, answer) => {
    if (asked.url !== path) {
      answer.writeHead(404).end();
      return;
    }
    bodyOf(asked).then(
      (body) => {
        if (body !== undefined) outbox.put({ body, headers: headersOf(asked) });
        answer.writeHead(body === undefined ? 413 : 200).end();
      },
      () => answer.destroy(),
    );
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, HOST, resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://${HOST}:${port}${path}`,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

function headersOf({ headers }: IncomingMessage): Record<string, string> {
  return Object.fromEntries(
    PASSED_ON.flatMap((name) => (headers[name] === undefined ? [] : [[name, String(headers[name])]])),
  );
}

/** Undefined when it is too long; the rest is read and thrown away. */
async function bodyOf(asked: IncomingMessage): Promise<Uint8Array | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of asked) {
    bytes += chunk.length;
    if (bytes <= MAX_BODY_BYTES) chunks.push(chunk);
  }
  return bytes > MAX_BODY_BYTES ? undefined : Buffer.concat(chunks);
}
