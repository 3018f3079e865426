/** An S3 server behind a proxy that breaks what the server did right, and what the verdict must say of it. */
import { S3 } from '../../suites/s3/s3.ts';
import type { Expectation, Row } from '../rows.ts';
import type { S3Fault } from './faulty-proxy.ts';

/** Every operation is checked: what is wrong with one in a hundred shows in seconds. */
const SECONDS = 6;
/** Few: the proxy takes its part of a machine of two cores. */
const USERS = 3;
const FAILURES = 's3/failures';
/** versitygw answers 501. */
const LACKED = 's3/lifecycle';

export const S3_ROWS: readonly Row[] = [
  behind('corrupt-bytes', 's3/small-objects', { detector: 'bytes' }),
  behind('truncated-body', 's3/small-objects', { detector: 'bytes' }),
  behind('lost-put', 's3/small-objects', { detector: 'lost-file' }),
  behind('stale-list', 's3/small-objects', { detector: 'list-gap' }),
  behind('list-skips-page', 's3/small-objects', { detector: 'list-gap', metric: 'op_errors_list_gap' }),
  behind('kept-delete', 's3/small-objects', { detector: 'objects', metric: 'op_errors_not_removed' }),
  behind('slow-down', 's3/small-objects', { detector: 'errors', metric: 'op_errors_http_unavailable' }),
  behind('slow-first-byte', 's3/mixed', { detector: 'limits', metric: 's3_first_byte{op:get_medium} p(95)' }),
  behind('lost-part', 's3/multipart', { detector: 'objects', metric: 'op_errors_lost_part' }),
  behind('wrong-etag', 's3/small-objects', { detector: 'objects', metric: 'op_errors_wrong_etag' }),
  // what is wrong with versitygw 1.8.0 itself: it stores a part of an upload that breaks off
  {
    name: `real:${FAILURES}`,
    scenario: FAILURES,
    seconds: SECONDS,
    expect: { detector: 'objects', metric: 'op_errors_half_stored' },
  },
  { ...behind('none', 's3/small-objects'), name: 'clean:s3/behind-proxy' },
  // Of failures that row is `real:` above.
  ...S3.scenarios
    .filter((scenario) => scenario !== FAILURES)
    .map((scenario) => ({
      name: `clean:${scenario}`,
      scenario,
      seconds: SECONDS,
      ...(scenario === LACKED ? { isLackedByServer: true as const } : {}),
    })),
];

function behind(s3Fault: S3Fault, scenario: string, expect?: Expectation): Row {
  return {
    name: `s3:${s3Fault}`,
    scenario,
    seconds: SECONDS,
    s3Fault,
    ...(expect === undefined ? {} : { expect }),
    more: ['--vus', String(USERS)],
  };
}
