/** Why an operation failed, by what k6 v2.2 says of its answer. */
import type { ErrorKind } from '../../contract/contract.ts';

/** The part of k6's Response that tells. */
export interface Answer {
  /** 0 when no whole answer came: k6 forgets the status of one that ends early. */
  status: number;
  error_code: number;
  error: string;
  /** ms; more than 0 once the first byte of the answer was there. */
  timings: { receiving: number };
}

export interface Expectation {
  /** Statuses that count as success. */
  expect: number[];
  /** The operation is about a file that the service has acknowledged, so it must be there. */
  acknowledged?: boolean;
}

/**
 * Undefined for an answer that came whole, with an expected status.
 * @param before how the same VU's operation before this one failed, if it did
 */
export function failureOf(
  answer: Answer,
  { expect, acknowledged = false }: Expectation,
  before: string | undefined,
): ErrorKind | undefined {
  const { status } = answer;
  if (status === 0) return transportFailure(answer, before);
  if (expect.includes(status)) return undefined;
  if (acknowledged && NOT_THERE.includes(status)) return 'lost_file';
  return STATUS_KINDS[status] ?? STATUS_CLASSES[Math.floor(status / 100)] ?? 'transport';
}

/**
 * The same, with what a look at the content says. A success that is not the expected one (200 in place of 201) is often an
 * error that its body tells of, or an empty answer: that says more than its number.
 */
export function failureWithContent(
  refused: ErrorKind | undefined,
  look: () => ErrorKind | undefined,
): ErrorKind | undefined {
  if (refused === undefined) return look();
  const fault = refused === 'http_2xx' ? look() : undefined;
  return fault === 'false_success' || fault === 'no_id' ? fault : refused;
}

const NOT_THERE = [404, 410];

const STATUS_KINDS: Record<number, ErrorKind> = {
  401: 'http_auth',
  403: 'http_forbidden',
  413: 'http_413',
  429: 'http_429',
  502: 'http_unavailable',
  503: 'http_unavailable',
  504: 'http_unavailable',
  507: 'http_507',
};

const STATUS_CLASSES: Record<number, ErrorKind> = {
  2: 'http_2xx',
  3: 'http_3xx',
  4: 'http_4xx',
  5: 'http_5xx',
};

/** https://grafana.com/docs/k6/latest/javascript-api/error-codes/ and lib/netext/httpext/error_codes.go of k6 */
const TRANSPORT_KINDS: Record<number, ErrorKind> = {
  1050: 'timeout',
  1211: 'timeout',
  1212: 'refused',
  /** broken pipe */
  1201: 'reset',
  1220: 'reset',
  /** HTTP/2 REFUSED_STREAM: not even begun */
  1638: 'refused',
};

/** HTTP/2: the server said GOAWAY, or ended the stream or the connection with an error. */
const HTTP2_CODES = { from: 1600, to: 1699 };
/** The connection was closed in order, before and within an answer. k6 has no code of its own for either. */
const CLOSED = ['EOF', 'unexpected EOF'];
const NO_HTTP = 'malformed HTTP';

function transportFailure(answer: Answer, before: string | undefined): ErrorKind {
  const kind = connectionFailure(answer);
  if (kind === 'reset' && answer.timings.receiving > 0) return 'short_body';
  // An answer that was longer than announced: what was left of it stands where this one should begin.
  if (kind === 'transport' && before === 'short_body' && answer.error.startsWith(NO_HTTP))
    return 'short_body';
  return kind;
}

/** One that was cut off ends within its compressed body as well, with an unexpected EOF: that is no damage. */
const DECOMPRESSION = { code: 1701, damaged: /checksum|invalid|corrupt|magic|mismatch/i };

function connectionFailure({ error_code: code, error }: Answer): ErrorKind {
  const known = TRANSPORT_KINDS[code];
  if (known !== undefined) return known;
  if (code === DECOMPRESSION.code && DECOMPRESSION.damaged.test(error)) return 'not_decoded';
  const isHttp2 = code >= HTTP2_CODES.from && code <= HTTP2_CODES.to;
  return isHttp2 || CLOSED.includes(error) ? 'reset' : 'transport';
}
