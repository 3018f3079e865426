import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { ServiceError } from './service-error.ts';

/** How much of a refused body is still read, so that a client that sends first and reads then sees why. */
const LEFTOVER_BYTES = 16 * 1024 * 1024;
const LEFTOVER_MS = 5000;

/**
 * The body of a request, piece by piece, at the reader's pace. Leaving the loop early keeps the connection, so that
 * the request can still be answered.
 * @throws ServiceError too_large as soon as Content-Length or the bytes that came are over the limit.
 */
export async function* bodyOf(request: IncomingMessage, maxBytes: number): AsyncGenerator<Buffer> {
  const tooLarge = () =>
    new ServiceError(
      'too_large',
      `the body is over the limit of ${maxBytes} bytes; send less, or raise MAX_BODY_BYTES`,
    );
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) throw tooLarge();
  let bytes = 0;
  for await (const chunk of chunksOf(request)) {
    bytes += chunk.length;
    if (bytes > maxBytes) throw tooLarge();
    yield chunk;
  }
}

/** The chunks of a stream that is not destroyed when its reader gives up. */
export function chunksOf(stream: Readable): AsyncIterable<Buffer> {
  return stream.iterator({ destroyOnReturn: false });
}

/** @throws ServiceError too_large, or bad_request when the body is not JSON. */
export async function readJson(request: IncomingMessage, maxBytes: number): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of bodyOf(request, maxBytes)) chunks.push(chunk);
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch {
    throw new ServiceError('bad_request', 'the body is not JSON; send a JSON object');
  }
}

/** The fields of a JSON object; none of anything else. */
export function fieldsOf(json: unknown): Readonly<Record<string, unknown>> {
  return typeof json === 'object' && json !== null ? (json as Record<string, unknown>) : {};
}

/**
 * Discards what still comes of a body that was refused, up to a bound; then the connection is cut. Closing at once
 * would make the kernel send a reset, which can overtake the answer (RFC 9112, section 9.6).
 */
export function boundLeftover(request: IncomingMessage): void {
  if (request.complete) return;
  const { socket } = request;
  let bytes = 0;
  const timer = setTimeout(() => socket.destroy(), LEFTOVER_MS);
  request.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > LEFTOVER_BYTES) socket.destroy();
  });
  request.on('error', () => {}); // the client may go while we discard: nothing is lost
  request.once('end', () => clearTimeout(timer));
  request.once('close', () => clearTimeout(timer));
}
