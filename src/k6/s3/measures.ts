/** What k6 is to report of object storage besides what it reports of every operation: see src/k6/border/thresholds.ts. */
import { K6_METRIC } from '../../contract/contract.ts';
import { counterOf, trendOf } from '../metrics.ts';
import { load } from './load.ts';
import { S3_CODES } from './request.ts';

export const bytesMoved = counterOf(K6_METRIC.s3Bytes);
/** Objects that came in parts and have another ETag than was told: see complete(). */
export const etagsChanged = counterOf(K6_METRIC.s3EtagsChanged);
export const firstByte = trendOf(K6_METRIC.s3FirstByte);
const MOVING = /^(put|get)(_|$)/;

export function measuresOf(operations: readonly string[]): string[] {
  const { s3Bytes, s3FirstByte, s3Errors, s3EtagsChanged } = K6_METRIC;
  return [
    s3EtagsChanged,
    ...operations.filter((op) => MOVING.test(op)).map((op) => `${s3Bytes}{op:${op}}`),
    ...operations.filter((op) => op.startsWith('get')).map((op) => `${s3FirstByte}{op:${op}}`),
    ...(load.exports === true ? operations.map((op) => `http_reqs{op:${op}}`) : []),
    ...S3_CODES.map((code) => `${s3Errors}{code:${code}}`),
  ];
}
