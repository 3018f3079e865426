/** Requests and answers with bodies that never lie in memory as a whole, on the one way out. */
import type { HttpMethod } from '../contract/contract.ts';
import { sender } from './way.ts';

export interface TransferRequest {
  method: HttpMethod;
  headers: Record<string, string>;
  /** With its length in the headers; a chunk is the sender's only until the one after the next is taken. */
  body?: Iterable<Uint8Array>;
  /** Given up when nothing moves for so long, in either direction. */
  idleMs: number;
  signal: AbortSignal;
}

export interface Transfer {
  status: number;
  /** Lower case names. */
  headers: Record<string, string>;
  /** Must be read to its end, or dropped. */
  body: AsyncIterable<Uint8Array>;
  /** Of what is left nothing is wanted: its connection ends. */
  drop(): void;
}

/** @throws what undici does when no answer comes: its `code` says why */
export async function transfer(
  url: string,
  { method, headers, body, idleMs, signal }: TransferRequest,
): Promise<Transfer> {
  const { send, dispatcher } = await sender(url);
  const answer = await send(url, {
    method,
    headers,
    signal,
    dispatcher,
    headersTimeout: idleMs,
    bodyTimeout: idleMs,
    ...(body === undefined ? {} : { body: wholeOf(body) ?? (body as unknown as AsyncIterable<Uint8Array>) }),
  } as Parameters<typeof send>[1]);
  return {
    status: answer.statusCode,
    headers: plainHeaders(answer.headers),
    body: answer.body,
    drop() {
      answer.body.on('error', () => {}).destroy();
    },
  };
}

/** A body that is all there is written at once, with its headers. */
function wholeOf(body: Iterable<Uint8Array>): Uint8Array | undefined {
  return Array.isArray(body) && body.length === 1 ? body[0] : undefined;
}

/** The text of a body as far as it is worth reading; the rest is dropped. */
export async function shortText({ body, drop }: Transfer, mostBytes: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    chunks.push(chunk);
    size += chunk.length;
    if (size < mostBytes) continue;
    drop();
    break;
  }
  return Buffer.concat(chunks).toString('utf8', 0, mostBytes);
}

function plainHeaders(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, [value].flat().join(', ')]],
    ),
  );
}
