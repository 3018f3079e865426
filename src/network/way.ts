/**
 * The one way out to the service under test. What burstbox asks itself (is it there, what does it say of itself, `init`) and
 * the load of k6 reach the same host by the same rules: directly, or through the proxy that was asked for by flag; trusting
 * the authorities of this machine, and those that were named; with the client's certificate that was named.
 */
import { lookup } from 'node:dns';
import { isIPv6, type LookupFunction } from 'node:net';
import type { Dispatcher } from 'undici';
import { SCRIPT_ENV } from '../contract/contract.ts';
import { addressBy } from '../shared/request/local-names.ts';
import { hostOf, isLoopbackName } from './addresses.ts';
import { secureContext, type TlsFiles } from './tls.ts';

export interface Way {
  /** URL, may hold a password. */
  proxy?: string;
  tls?: TlsFiles;
  /** The host has addresses of both families, and only answers on IPv6. */
  preferIpv6?: true;
  /** Addresses of names that the resolver of this machine need not know: see localNames(). */
  names?: Record<string, string>;
}

/** Loaded with the first request: it takes longer than most commands that send none. */
let undici: Promise<typeof import('undici')> | undefined;
let way: Way = {};
let dispatchers = new Map<string, Dispatcher>();

/** Every request from now on goes this way. */
export function goBy(next: Way): void {
  way = next;
  dispatchers = new Map();
}

/**
 * As fetch, which would follow the environment: NODE_USE_ENV_PROXY, NODE_EXTRA_CA_CERTS. Redirects are for the caller to
 * refuse; none may be followed to another host.
 */
export async function request(
  url: string,
  init: RequestInit & { redirect: 'manual' | 'error' },
): Promise<Response> {
  undici ??= import('undici');
  const { fetch, ...makers } = await undici;
  const asked = { ...init, dispatcher: dispatcherFor(url, makers) } as Parameters<typeof fetch>[1];
  return (await fetch(url, asked)) as unknown as Response;
}

/** By the same rules, for bodies that are too large to be held: undici itself, and how it gets there. */
export async function sender(
  url: string,
): Promise<{ send: typeof import('undici').request; dispatcher: Dispatcher }> {
  undici ??= import('undici');
  // As a whole: to take it apart would cost as much as a request.
  const known = await undici;
  return { send: known.request, dispatcher: dispatcherFor(url, known) };
}

/** The same rules for k6: Go takes the proxy for every host but those of this machine, and SSL_CERT_FILE besides its folders. */
export function k6Way(): Record<string, string> {
  const { proxy, tls = {}, preferIpv6, names } = way;
  return {
    ...(proxy === undefined ? {} : { HTTP_PROXY: proxy, HTTPS_PROXY: proxy, NO_PROXY: '' }),
    ...(tls.ca === undefined ? {} : { SSL_CERT_FILE: tls.ca }),
    ...(tls.cert === undefined ? {} : { [SCRIPT_ENV.tlsCert]: tls.cert }),
    ...(tls.key === undefined ? {} : { [SCRIPT_ENV.tlsKey]: tls.key }),
    ...(names === undefined ? {} : { [SCRIPT_ENV.hosts]: JSON.stringify(names) }),
    ...(preferIpv6 ? { K6_DNS: 'policy=preferIPv6' } : {}),
  };
}

type Makers = Pick<typeof import('undici'), 'Agent' | 'ProxyAgent'>;

/** Made when first needed: the authorities of a machine are some hundred certificates. */
function dispatcherFor(url: string, makers: Makers): Dispatcher {
  const isTls = url.startsWith('https:');
  const proxy = isLoopbackName(hostOf(url)) ? undefined : way.proxy;
  const key = `${isTls} ${proxy}`;
  const known = dispatchers.get(key);
  if (known !== undefined) return known;
  const tls = isTls ? { secureContext: secureContext(way.tls ?? {}) } : {};
  const made =
    proxy === undefined
      ? new makers.Agent({ connect: { ...tls, ...lookupBy(way.names) } })
      : throughProxy(proxy, tls, makers);
  dispatchers.set(key, made);
  return made;
}

function lookupBy(names: Record<string, string> | undefined): { lookup?: LookupFunction } {
  if (names === undefined) return {};
  return {
    lookup(host, options, done) {
      const address = addressBy(names, host);
      if (address === undefined) return lookup(host, options, done);
      const family = isIPv6(address) ? 6 : 4;
      return options.all ? done(null, [{ address, family }]) : done(null, address, family);
    },
  };
}

/** As Go does: a request in plain HTTP is handed to the proxy, one in TLS goes through a tunnel. */
function throughProxy(proxy: string, requestTls: object, { ProxyAgent }: Makers): Dispatcher {
  const { origin, username, password } = new URL(proxy);
  const who = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return new ProxyAgent({
    uri: origin,
    proxyTunnel: false,
    requestTls,
    ...(who === ':' ? {} : { token: `Basic ${Buffer.from(who).toString('base64')}` }),
  });
}
