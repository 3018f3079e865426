/**
 * AWS Signature Version 4 for S3, in its header and its presigned form. Pure: digests come from whoever signs, so that k6 and
 * the orchestrator sign alike.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
 */
import { queryOf } from './uri.ts';

/** SHA-256 and its HMAC; `Key` is how whoever signs holds bytes. */
export interface Digests<Key> {
  sha256Hex(text: string): string;
  hmac(key: Key | string, text: string): Key;
  hmacHex(key: Key | string, text: string): string;
}

export interface S3Keys {
  accessKey: string;
  secretKey: string;
  sessionToken?: string;
}

export interface ToSign {
  method: string;
  /** As it is sent, with its port where that is not the scheme's own. */
  host: string;
  /** Encoded: see encodedKey. */
  path: string;
  /** Canonical: see queryOf. */
  query: string;
  /** Further headers that are signed, by their names in small letters. */
  headers?: Record<string, string>;
  /** SHA-256 of the body in hex; absent: it is not signed. */
  payload?: string;
}

export interface Signer {
  /** The headers that make a request a signed one, `headers` of it included; `host` is left to who sends it. */
  signed(request: ToSign, atMs: number): Record<string, string>;
  /** The whole query of a URL that holds for so many seconds, at most a week. */
  presigned(request: ToSign, atMs: number, seconds: number): string;
}

const ALGORITHM = 'AWS4-HMAC-SHA256';
const UNSIGNED = 'UNSIGNED-PAYLOAD';

/** @param region that the server says it is; servers of one's own mostly take `us-east-1` */
export function signerOf<Key>(digests: Digests<Key>, keys: S3Keys, region: string): Signer {
  const { accessKey, sessionToken } = keys;
  const at = moments(digests, keys, region);

  const signature = ({ date, scope, key }: Moment<Key>, canonical: string) =>
    digests.hmacHex(key, `${ALGORITHM}\n${date}\n${scope}\n${digests.sha256Hex(canonical)}`);

  return {
    signed(request, atMs) {
      const moment = at(atMs);
      const { date, scope } = moment;
      const { method, path, query, host, headers, payload = UNSIGNED } = request;
      const sent: Record<string, string> = { 'x-amz-content-sha256': payload, 'x-amz-date': date };
      if (sessionToken !== undefined) sent['x-amz-security-token'] = sessionToken;
      if (headers !== undefined) Object.assign(sent, headers);
      const { lines, names } =
        headers === undefined && sessionToken === undefined
          ? usualHeaders(host, payload, date)
          : canonicalHeaders({ ...sent, host });
      const hex = signature(moment, `${method}\n${path}\n${query}\n${lines}\n${names}\n${payload}`);
      sent.authorization = `${ALGORITHM} Credential=${accessKey}/${scope},SignedHeaders=${names},Signature=${hex}`;
      return sent;
    },
    presigned({ method, path, query, host, headers, payload = UNSIGNED }, atMs, seconds) {
      const moment = at(atMs);
      const { lines, names } = canonicalHeaders({ ...headers, host });
      const own = queryOf({
        'X-Amz-Algorithm': ALGORITHM,
        'X-Amz-Credential': `${accessKey}/${moment.scope}`,
        'X-Amz-Date': moment.date,
        'X-Amz-Expires': seconds,
        ...(sessionToken === undefined ? {} : { 'X-Amz-Security-Token': sessionToken }),
        'X-Amz-SignedHeaders': names,
      });
      const all = merged(own, query);
      const hex = signature(moment, `${method}\n${path}\n${all}\n${lines}\n${names}\n${payload}`);
      return `${all}&X-Amz-Signature=${hex}`;
    },
  };
}

/** What is signed with in one second. */
interface Moment<Key> {
  /** `20130524T000000Z` */
  date: string;
  scope: string;
  key: Key;
}

/** A signing key takes four digests more, and holds until midnight, UTC; the text of a second is made once. */
function moments<Key>(
  digests: Digests<Key>,
  { secretKey }: S3Keys,
  region: string,
): (ms: number) => Moment<Key> {
  let second = Number.NaN;
  let day = '';
  let moment: Moment<Key>;
  return (ms) => {
    const now = Math.floor(ms / 1000);
    if (now === second) return moment;
    second = now;
    const date = `${new Date(now * 1000).toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`;
    const today = date.slice(0, 8);
    if (today === day) moment = { ...moment, date };
    else {
      day = today;
      const ofDay = digests.hmac(`AWS4${secretKey}`, day);
      const key = digests.hmac(digests.hmac(digests.hmac(ofDay, region), 's3'), 'aws4_request');
      moment = { date, scope: `${day}/${region}/s3/aws4_request`, key };
    }
    return moment;
  };
}

interface Headers {
  /** A line each, by name. */
  lines: string;
  names: string;
}

/** What most requests carry, put together without sorting: that would be half of what a signature costs k6. */
function usualHeaders(host: string, payload: string, date: string): Headers {
  return {
    lines: `host:${host}\nx-amz-content-sha256:${payload}\nx-amz-date:${date}\n`,
    names: 'host;x-amz-content-sha256;x-amz-date',
  };
}

const RUNS_OF_SPACES = / {2,}/g;

/** Values without spaces around them, and one for several within. */
function canonicalHeaders(headers: Record<string, string>): Headers {
  const names = Object.keys(headers).sort();
  const lines = names.map((name) => `${name}:${(headers[name] ?? '').trim().replace(RUNS_OF_SPACES, ' ')}\n`);
  return { lines: lines.join(''), names: names.join(';') };
}

/** Two canonical queries as one. */
function merged(own: string, other: string): string {
  if (other === '') return own;
  const nameOf = (pair: string) => pair.slice(0, pair.indexOf('='));
  return [...own.split('&'), ...other.split('&')]
    .sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : nameOf(a) > nameOf(b) ? 1 : 0))
    .join('&');
}
