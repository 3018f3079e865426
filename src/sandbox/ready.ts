/** Waits until a service that was just started answers. */

import { setTimeout as pause } from 'node:timers/promises';
import { BurstboxError, reason } from '../errors.ts';
import { statusOf } from '../network/status.ts';
import { howEnded } from '../store/how-ended.ts';
import type { Cause } from '../store/records/records.ts';
import { listeningPlaces, listensText } from './attach/listening-places.ts';
import type { Service } from './sandbox.ts';

/** A JVM on a fifth of a CPU takes most of a minute before it takes connections. */
const USUAL_READY_SECONDS = 60;
/** A service that answers, but only with errors, is ready enough: the load will show them. */
const ERROR_ANSWERS_MS = 5000;
/** How a service says that it is not ready yet (RFC 9110 §15.6.4), and what readiness probes wait for. */
const UNAVAILABLE = 503;
const POLL_INTERVAL_MS = 50;

/**
 * @param readySeconds how long it may take; absent: as usual, which is our guess, so that one that still starts then is not called dead
 * @returns why the service never became ready; undefined when it is.
 */
export async function waitReady(
  url: string,
  service: Service,
  signal: AbortSignal,
  readySeconds?: number,
): Promise<Cause | undefined> {
  const startedAt = Date.now();
  const ended = service.exited.then(({ code, signal: by, oomKilled, atMs }): Cause => {
    return oomKilled
      ? { id: 'target-oom-killed', message: 'the service was OOM-killed while it started', atMs }
      : {
          id: 'target-never-ready',
          message: `the service ended ${howEnded(code, by)} before it answered ${url}`,
          atMs,
        };
  });
  const gaveUp = new AbortController();
  const onInterrupt = () => gaveUp.abort();
  signal.addEventListener('abort', onInterrupt);
  if (signal.aborted) onInterrupt();
  try {
    return await Promise.race([ended, poll(url, service, { startedAt, readySeconds }, gaveUp.signal)]);
  } finally {
    gaveUp.abort();
    signal.removeEventListener('abort', onInterrupt);
  }
}

/**
 * Looks whether a service that should be running already is there.
 * @throws BurstboxError target when nothing listens; one that listens but does not answer is for the verdict.
 */
export async function checkThere(url: string): Promise<void> {
  const { error } = await ask(url);
  if (error === undefined || isTimeout(error)) return;
  const cause = (error as { cause?: unknown }).cause ?? error;
  if (isUntrusted(cause))
    throw new BurstboxError(
      'target',
      `the certificate of ${new URL(url).host} is not trusted here (${reason(cause)}); name its CA with --tls ca=FILE or under "tls" in the target file, or fix the certificate`,
      { url },
      error,
    );
  throw new BurstboxError(
    'target',
    `no service at ${url}: ${reason(cause) || (cause as { code?: string }).code}; start it, or correct --base-url or the target file`,
    { url },
    error,
  );
}

/** Codes of OpenSSL's verification (openssl-verify(1)) as Node has them, and of Node for a name that does not fit. */
function isUntrusted(cause: unknown): boolean {
  const { code = '' } = cause as { code?: string };
  return /CERT|UNABLE_TO_/.test(code);
}

async function poll(
  url: string,
  { pid }: Service,
  { startedAt, readySeconds }: { startedAt: number; readySeconds: number | undefined },
  signal: AbortSignal,
): Promise<Cause | undefined> {
  const limitSeconds = readySeconds ?? USUAL_READY_SECONDS;
  const endMs = startedAt + limitSeconds * 1000;
  let last = 'no connection';
  let lastStatus: number | undefined;
  while (!signal.aborted && Date.now() < endMs) {
    const { status, error } = await ask(url, signal);
    const isWaited = status === UNAVAILABLE || Date.now() - startedAt <= ERROR_ANSWERS_MS;
    if (status !== undefined && (status < 500 || !isWaited)) return undefined;
    lastStatus = status;
    last = status === undefined ? describe(error) : `status ${status}`;
    await pause(POLL_INTERVAL_MS, undefined, { signal }).catch(() => {});
  }
  const atMs = Date.now();
  if (signal.aborted) return { id: 'interrupted', message: 'interrupted while the service started', atMs };
  const seconds = Math.round((atMs - startedAt) / 1000);
  const state = stateOf(pid, lastStatus);
  if (readySeconds === undefined && state !== undefined)
    return {
      id: 'target-still-starting',
      message: `the service is still starting after ${seconds} s: ${state}; give it more time with --start-timeout`,
      atMs,
    };
  return {
    id: 'target-never-ready',
    message: `the service did not answer ${url} within ${seconds} s (${[last, listensText(pid) ?? []].flat().join('; ')})`,
    atMs,
  };
}

/** What it does that a service does which is starting, in words. */
function stateOf(pid: number | undefined, lastStatus: number | undefined): string | undefined {
  if (listensNowhere(pid)) return 'it is alive but does not listen on a port yet';
  return lastStatus === UNAVAILABLE ? `its health path answers ${UNAVAILABLE}, not available yet` : undefined;
}

function listensNowhere(pid: number | undefined): boolean {
  return pid !== undefined && process.platform === 'linux' && listeningPlaces(pid).length === 0;
}

async function ask(url: string, signal?: AbortSignal): Promise<{ status?: number; error?: unknown }> {
  try {
    return { status: await statusOf(url, signal) };
  } catch (error) {
    return { error };
  }
}

function isTimeout(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'TimeoutError';
}

function describe(error: unknown): string {
  return isTimeout(error) ? 'it accepts connections but does not answer' : 'no connection';
}
