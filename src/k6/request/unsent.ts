/** Requests that came to nothing before the service had any part in them, by what k6 v2.2 says of them. Pure. */
import { UNSENT_KINDS, type UnsentKind } from '../../contract/contract.ts';

/** The part of k6's Response that tells. */
export interface Attempt {
  /** 0 when no answer came. */
  status: number;
  error_code: number;
  error: string;
}

/** https://grafana.com/docs/k6/latest/javascript-api/error-codes/ */
const CODES: Record<number, UnsentKind> = {
  1100: 'name',
  1101: 'name',
  /** `--blacklist-ip` and `--block-hostnames` */
  1110: 'forbidden',
  1111: 'forbidden',
  1310: 'tls',
  1311: 'tls',
};

/** What a proxy answers of itself. 502 and 504 may be the service's own: who said it cannot be told, so it proves nothing. */
const PROXY_STATUSES = [407, 502, 504];

/** @returns undefined for a request that the service had, whatever became of it */
export function unsentKind(
  { status, error_code: code, error }: Attempt,
  throughProxy: boolean,
): UnsentKind | undefined {
  if (status !== 0) return throughProxy && PROXY_STATUSES.includes(status) ? 'proxy' : undefined;
  const told = texts().find(([, text]) => text.test(error))?.[0] ?? CODES[code];
  return told ?? (throughProxy && isRefusedTunnel(error) ? 'proxy' : undefined);
}

/** Whether a request failed by something that is none of the service's. */
export function isUnsent(failure: string): failure is UnsentKind {
  return UNSENT_KINDS.some((kind) => kind === failure);
}

/**
 * The texts of the system (strerror(3)) and of Go's crypto/tls and net/http; the numbers behind the former differ between
 * systems. The first that fits counts: a name is not found either where no file can be opened to ask for it. Made when they are
 * asked for, which is seldom: each VU would have every expression for itself.
 */
function texts(): [UnsentKind, RegExp][] {
  return [
    ['proxy', /^proxyconnect /],
    ['descriptors', /too many open files/],
    ['ports', /(cannot|can't) assign requested address|address already in use/],
    ['forbidden', /permission denied|operation not permitted/],
    ['network', /network is (unreachable|down)/],
    ['tls', /^x509: |^tls: .*(certificate|version|cipher|protocol)/],
    // RFC 8446 §6.2: alerts of a handshake; the others say that the server itself went wrong.
    [
      'tls',
      /^remote error: tls: .*(certificate|handshake failure|version|security|access denied|name|protocol|identity)/,
    ],
  ];
}

/** A refused CONNECT has no status in k6, only the words of its first line (RFC 9110 §15). */
function isRefusedTunnel(error: string): boolean {
  return /^(Proxy Authentication Required|Bad Gateway|Gateway Time-?out|Service Unavailable|Forbidden|Unauthorized|Not Found|Method Not Allowed|Bad Request|Internal Server Error|Not Implemented|unknown status code)$/i.test(
    error,
  );
}
