/** One file over HTTP: bounded in silence and size, hashed on the way. */
import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { BurstboxError, reason } from '../errors.ts';
import { gettingReady, interrupted, type Job } from './job.ts';

export interface Download {
  url: string;
  /** File to write; one that is there is overwritten. */
  to: string;
  maxBytes: number;
  /** The environment variable that says where else it may come from. */
  mirrorVariable: string;
  /** Sees how far it is; `totalBytes` is undefined when the server does not say. */
  onBytes?(bytes: number, totalBytes: number | undefined): void;
}

interface Body {
  chunks: AsyncIterable<Uint8Array>;
  totalBytes: number | undefined;
}

/**
 * Downloads a file and returns its SHA-256 in hexadecimal.
 * @throws BurstboxError `provision` for whatever the network or the server did, `interrupted` for an abort; what the
 *   disk did is thrown as it came
 */
export async function download(
  order: Download,
  job: Pick<Job, 'tool' | 'signal' | 'patience'>,
): Promise<string> {
  if (job.signal.aborted) throw interrupted(gettingReady(job));
  const { answerMs, stallMs } = job.patience;
  const call = new AbortController();
  let cause: BurstboxError | undefined;
  const giveUp = (why: BurstboxError) => {
    cause ??= why;
    call.abort();
  };
  const onAbort = () => giveUp(interrupted(gettingReady(job)));
  job.signal.addEventListener('abort', onAbort, { once: true });
  let timer = setTimeout(giveUp, answerMs, noAnswer(order, answerMs));
  try {
    const body = await request(order, call.signal);
    clearTimeout(timer);
    timer = setTimeout(giveUp, stallMs, stalled(order, stallMs));
    return await save(order, body, () => timer.refresh());
  } catch (error) {
    throw cause ?? error;
  } finally {
    clearTimeout(timer);
    job.signal.removeEventListener('abort', onAbort);
    call.abort();
  }
}

async function request(order: Download, signal: AbortSignal): Promise<Body> {
  const { url, maxBytes } = order;
  // Without `identity` a server may compress the archive once more, and the hash would be that of neither file.
  const response = await fetch(url, { signal, headers: { 'accept-encoding': 'identity' } }).catch((error) => {
    throw unreachable(order, error);
  });
  if (!response.ok || response.body === null) throw badStatus(order, response);
  const length = response.headers.get('content-length');
  const totalBytes = length === null ? undefined : Number(length);
  if (totalBytes !== undefined && totalBytes > maxBytes) throw tooLarge(order, totalBytes);
  return { chunks: brokenOff(url, response.body), totalBytes };
}

async function save(order: Download, body: Body, alive: () => void): Promise<string> {
  const { to, maxBytes, onBytes } = order;
  const hash = createHash('sha256');
  const file = await open(to, 'w');
  try {
    let bytes = 0;
    for await (const chunk of body.chunks) {
      alive();
      bytes += chunk.length;
      if (bytes > maxBytes) throw tooLarge(order, bytes);
      hash.update(chunk);
      await file.writeFile(chunk);
      onBytes?.(bytes, body.totalBytes);
    }
  } finally {
    await file.close();
  }
  return hash.digest('hex');
}

/** Passes the chunks on and names the failure when they end too early. */
async function* brokenOff(url: string, chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  try {
    for await (const chunk of chunks) {
      bytes += chunk.length;
      yield chunk;
    }
  } catch (error) {
    throw failure(`${url} broke off after ${bytes} bytes; try again.`, { url, bytes }, error);
  }
}

function noAnswer({ url, mirrorVariable }: Download, ms: number): BurstboxError {
  return failure(
    `${url} did not respond within ${ms / 1000} s; check the network, or set ${mirrorVariable} to a mirror.`,
    { url },
  );
}

function stalled({ url, mirrorVariable }: Download, ms: number): BurstboxError {
  return failure(
    `${url} stalled: it sent nothing for ${ms / 1000} s; try again, or set ${mirrorVariable} to a mirror.`,
    { url },
  );
}

function tooLarge({ url, maxBytes, mirrorVariable }: Download, bytes: number): BurstboxError {
  return failure(
    `${url} has at least ${bytes} bytes where at most ${maxBytes} were expected; check ${mirrorVariable}.`,
    { url, bytes },
  );
}

function badStatus({ url, mirrorVariable }: Download, { status, statusText }: Response): BurstboxError {
  const answer = `${status} ${statusText}`.trim();
  return failure(`${url} returned ${answer} where 200 was expected; check ${mirrorVariable}.`, {
    url,
    status,
  });
}

/** `fetch` says only "fetch failed" and keeps the reason, such as ENOTFOUND, in the cause. */
function unreachable({ url, mirrorVariable }: Download, error: unknown): BurstboxError {
  const cause = (error as Error).cause ?? error;
  const why = (cause as NodeJS.ErrnoException).code ?? reason(cause);
  const { host } = new URL(url);
  return failure(
    `${host} cannot be reached (${why}); check the network, or set ${mirrorVariable} to a mirror.`,
    { url, why },
    error,
  );
}

function failure(message: string, facts: Record<string, unknown>, cause?: unknown): BurstboxError {
  return new BurstboxError('provision', message, facts, cause);
}
