/** Where a service that was just started answers: on the address that it was given, or on the same port of [::1]. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Cause } from '../store/records/records.ts';
import { listeningPlaces } from './attach/listening-places.ts';
import { waitReady } from './ready.ts';
import type { Service } from './sandbox.ts';

const LOOK_MS = 300;

/**
 * Node, and what binds `localhost`, may take the IPv6 loopback alone.
 * @param path that says that it is well
 * @param readySeconds how long it may take; absent: as usual
 * @returns where it answers, or why it never did
 */
export async function whereReady(
  port: number,
  path: string,
  service: Service,
  signal: AbortSignal,
  readySeconds?: number,
): Promise<{ baseUrl: string; cause: Cause | undefined }> {
  const over = new AbortController();
  const giveUp = () => over.abort();
  signal.addEventListener('abort', giveUp);
  if (signal.aborted) giveUp();
  const readyAt = async (baseUrl: string) => ({
    baseUrl,
    cause: await waitReady(baseUrl + path, service, over.signal, readySeconds),
  });
  try {
    const six = onlyOnIpv6(service, port, over.signal).then(() => readyAt(`http://[::1]:${port}`));
    return await Promise.race([readyAt(`http://127.0.0.1:${port}`), six]);
  } finally {
    giveUp();
    signal.removeEventListener('abort', giveUp);
  }
}

/** Settles when it is so; only what the service itself listens on counts, for the port may be another's there. */
async function onlyOnIpv6({ pid }: Service, port: number, signal: AbortSignal): Promise<void> {
  for (; !signal.aborted && pid !== undefined; await pause(LOOK_MS)) {
    const hosts = listeningPlaces(pid).flatMap((place) => (place.port === port ? [place.host] : []));
    if (hosts.length > 0 && hosts.every((host) => host === '[::1]')) return;
  }
  return await new Promise(() => {});
}
