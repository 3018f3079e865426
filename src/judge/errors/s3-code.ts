/** What an S3 server gives as the reason of its errors, where nearly all of a kind have the same. */
import { K6_METRIC } from '../../contract/contract.ts';
import { type Evidence, statOf } from '../evidence.ts';
import type { PlainKind } from './error-words.ts';

export interface S3Code {
  code: string;
  status: number;
  /** Where the code says more than the kind of error does. */
  cause?: string;
}

const STATUSES: Partial<Record<PlainKind, RegExp>> = {
  http_unavailable: /^50[234]$/,
  http_429: /^429$/,
  http_forbidden: /^403$/,
  http_4xx: /^4/,
  http_5xx: /^5/,
};
const NEARLY_ALL = 0.9;

/** https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html */
const CAUSES: Record<string, string> = {
  SlowDown:
    'the server tells its clients to send less: it sheds load, or a limit of requests for the bucket or prefix is reached',
  RequestTimeTooSkewed: 'the clocks of this machine and of the server differ',
  ExpiredToken: 'the session token of the keys has run out',
  QuotaExceeded: 'the quota of the bucket or user is used up',
};

/** @param count of errors of the kind */
export function s3CodeOf(
  kind: PlainKind,
  count: number,
  { summary, firstErrors = [] }: Evidence,
): S3Code | undefined {
  for (const { code, status } of firstErrors) {
    if (code === undefined || !STATUSES[kind]?.test(String(status))) continue;
    const told = statOf(summary, `${K6_METRIC.s3Errors}{code:${code}}`, 'count') ?? 0;
    const cause = CAUSES[code];
    if (told >= NEARLY_ALL * count) return { code, status, ...(cause === undefined ? {} : { cause }) };
  }
  return undefined;
}
