import { pipeline } from 'node:stream/promises';
import { boundLeftover } from './body.ts';
import type { Exchange } from './route.ts';
import { asServiceError } from './service-error.ts';

/** Answers with a JSON body. */
export function answerJson(
  { response }: Exchange,
  status: number,
  value: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
  const body = Buffer.from(JSON.stringify(value));
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': body.length,
    ...headers,
  });
  response.end(body);
}

/** Answers 200 with a body that is in memory. */
export function answerBytes({ response }: Exchange, contentType: string, body: string | Uint8Array): void {
  response.writeHead(200, { 'content-type': contentType, 'content-length': Buffer.byteLength(body) });
  response.end(body);
}

/**
 * Answers 200 with a body that streams at the client's pace. A source that fails or ends before `contentLength` bytes
 * cuts the connection: a client that waits for the rest must not wait for ever, nor take what it has for the whole.
 */
export async function answerStream(
  exchange: Exchange,
  contentLength: number,
  headers: Readonly<Record<string, string>>,
  source: AsyncIterable<Uint8Array>,
): Promise<void> {
  const { response } = exchange;
  response.writeHead(200, { 'content-length': contentLength, ...headers });
  await pipeline(whole(source, contentLength, exchange), response);
}

/**
 * Answers with what was thrown. Nothing is sent to a client that has gone or whose answer was cut off. Only a fault of
 * ours (500) is logged.
 */
export function answerError(exchange: Exchange, thrown: unknown): void {
  const { request, response } = exchange;
  if (response.socket === null || response.socket.destroyed) return;
  const { code, message, status, headers } = asServiceError(thrown);
  if (code === 'internal') logFault(exchange, thrown);
  answerJson(exchange, status, { error: { code, message } }, headers);
  boundLeftover(request);
}

/** The pipeline destroys the response when this throws; said before, so that the request is counted as our fault. */
async function* whole(
  source: AsyncIterable<Uint8Array>,
  contentLength: number,
  exchange: Exchange,
): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  try {
    for await (const chunk of source) {
      bytes += chunk.length;
      yield chunk;
    }
    if (bytes !== contentLength)
      throw new Error(`the content ended after ${bytes} of ${contentLength} bytes`);
  } catch (error) {
    exchange.cutOff = true;
    logFault(exchange, error);
    throw error;
  }
}

function logFault({ request, path }: Exchange, thrown: unknown): void {
  console.error(`${request.method} ${path} failed:`, thrown);
}
