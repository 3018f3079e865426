/** Where a host name leads: to this machine alone, and by which family of addresses. */
import { lookup } from 'node:dns/promises';
import { connect, isIPv4, isIPv6 } from 'node:net';
import { isLocalName, LOOPBACK } from '../shared/request/local-names.ts';

const CONNECT_TIMEOUT_MS = 2000;

/** The host of a URL without the brackets of an IPv6 address. */
export function hostOf(url: string): string {
  return new URL(url).hostname.replace(/^\[(.*)\]$/, '$1');
}

/** The port of a URL, also the one that its scheme stands for. */
export function portOf(url: string): number {
  const { port, protocol } = new URL(url);
  return Number(port || (protocol === 'https:' ? 443 : 80));
}

/** 127.0.0.0/8, ::1, and the former written as the latter (RFC 6890, RFC 4291 §2.5.3 and §2.5.5.2). */
export function isLoopbackAddress(address: string): boolean {
  if (isIPv4(address)) return address.startsWith('127.');
  const mapped = /^::ffff:(?:(127\.[\d.]+)|7f[0-9a-f]{2}:[0-9a-f]{1,4})$/i;
  return address === '::1' || mapped.test(address);
}

/** What Go and k6 never ask a proxy for (golang.org/x/net/http/httpproxy): decided by the name alone. */
export function isLoopbackName(host: string): boolean {
  return host === 'localhost' || isLoopbackAddress(host);
}

/** All addresses of a host, as the system resolves it; none when it has none. */
export async function addressesOf(host: string): Promise<string[]> {
  if (isIPv4(host) || isIPv6(host)) return [host];
  return await lookup(host, { all: true })
    .then((found) => found.map(({ address }) => address))
    .catch(() => (isLocalName(host) ? [LOOPBACK] : []));
}

/** Whether every address of the host is one of this machine alone. */
export async function isThisMachine(host: string): Promise<boolean> {
  const addresses = await addressesOf(host);
  return addresses.length > 0 && addresses.every(isLoopbackAddress);
}

/**
 * k6 takes an IPv4 address where there is one, and then no other, while Node tries all of them: `localhost` is both, and
 * many services listen on one.
 * @returns whether the host has both, and takes connections on IPv6 only
 */
export async function answersOnlyOnIpv6(url: string): Promise<boolean> {
  const addresses = await addressesOf(hostOf(url));
  const [four, six] = [addresses.filter(isIPv4), addresses.filter(isIPv6)];
  if (four.length === 0 || six.length === 0) return false;
  const takes = async (some: string[]) =>
    (await Promise.all(some.map((address) => takesConnections(address, portOf(url))))).includes(true);
  return !(await takes(four)) && (await takes(six));
}

function takesConnections(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: CONNECT_TIMEOUT_MS });
    const end = (taken: boolean) => {
      socket.destroy();
      resolve(taken);
    };
    socket.once('connect', () => end(true));
    socket.once('timeout', () => end(false));
    socket.once('error', () => end(false));
  });
}
