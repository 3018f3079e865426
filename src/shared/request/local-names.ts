/** Names below a host of this machine, such as `bucket.s3.localhost`, which its resolver may not know. Pure. */

/** What ends so leads to this machine, whatever a resolver says: RFC 6761 §6.3. */
const LOCAL = '.localhost';
export const LOOPBACK = '127.0.0.1';

export function isLocalName(host: string): boolean {
  return host.toLowerCase().endsWith(LOCAL);
}

/** By pattern, as k6 takes them in `hosts`: the names below the host, and itself where only RFC 6761 says where it leads. */
export function localNames(host: string, address = LOOPBACK): Record<string, string> {
  return { ...(isLocalName(host) ? { [host]: address } : {}), [`*.${host}`]: address };
}

/** The address of a host by such patterns; undefined where none is about it. */
export function addressBy(patterns: Record<string, string>, host: string): string | undefined {
  const found = Object.keys(patterns).find((pattern) =>
    pattern.startsWith('*') ? host.endsWith(pattern.slice(1)) : host === pattern,
  );
  return found === undefined ? undefined : patterns[found];
}
