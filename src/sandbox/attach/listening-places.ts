/** On which addresses and ports a service that we started listens: not all take those that they are given. Linux only. */
import { processTree } from '../process/tree.ts';
import { listenersIn } from './listeners.ts';
import { socketInodes } from './socket-inodes.ts';

export interface Place {
  /** As in a URL. */
  host: string;
  port: number;
}

/** Of the process and those that it started, the lowest port first; none where that cannot be known. */
export function listeningPlaces(pid: number): Place[] {
  const own = new Set(processTree(pid).flatMap(socketInodes));
  return listenersIn(`/proc/${pid}`)
    .filter(({ inode }) => own.has(inode))
    .map(({ address, port }) => ({ host: hostText(address), port }))
    .sort((a, b) => a.port - b.port);
}

const MAX_NAMED = 3;

/** Such as `it listens on [::1]:3000`; undefined when that cannot be known. */
export function listensText(pid: number | undefined): string | undefined {
  if (pid === undefined || process.platform !== 'linux') return undefined;
  const places = listeningPlaces(pid).map(({ host, port }) => `${host}:${port}`);
  return places.length === 0
    ? 'it listens on no port'
    : `it listens on ${[...new Set(places)].slice(0, MAX_NAMED).join(', ')}`;
}

/** @param address as the kernel writes it, each four bytes in the order of a little-endian machine */
function hostText(address: string): string {
  const bytes = (address.match(/.{8}/g) ?? []).flatMap((word) =>
    (word.match(/../g) ?? []).reverse().map((byte) => Number.parseInt(byte, 16)),
  );
  if (bytes.length === 4) return bytes.join('.');
  const groups = Array.from({ length: 8 }, (_, index) =>
    (((bytes[2 * index] ?? 0) << 8) | (bytes[2 * index + 1] ?? 0)).toString(16),
  );
  // The URL parser shortens it (RFC 5952).
  return new URL(`http://[${groups.join(':')}]`).hostname;
}
