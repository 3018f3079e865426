/** Rules by which a server removes objects by itself. No server does it within a load: what can be seen is whether it keeps the rule. */

import crypto from 'k6/crypto';
import { elements, textOf } from '../../shared/s3/xml.ts';
import { type Prepared, setUp } from './bucket.ts';
import { ask } from './request.ts';

const RULE = 'burstbox-rule';
const DAYS = 7;

/** Of a bucket that was there nothing is changed. */
export function takeRules({ bucket, prefix, made }: Prepared): void {
  if (!made)
    throw new Error(
      `S3: the rules of the bucket ${bucket} are not changed; leave s3.bucket out to see them in one of the run's own`,
    );
  const body = `<LifecycleConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Rule><ID>${RULE}</ID><Filter><Prefix>${prefix}</Prefix></Filter><Status>Enabled</Status><Expiration><Days>${DAYS}</Days></Expiration></Rule></LifecycleConfiguration>`;
  setUp({
    op: 'put_lifecycle',
    method: 'PUT',
    bucket,
    query: { lifecycle: '' },
    headers: { 'content-md5': crypto.md5(body, 'base64') },
    body,
    expect: [200],
  });
}

export function readRule({ bucket }: Prepared): void {
  ask({
    op: 'get_lifecycle',
    method: 'GET',
    bucket,
    query: { lifecycle: '' },
    expect: [200],
    verify({ body }) {
      const rules = typeof body === 'string' ? elements(body, 'Rule') : [];
      const own = rules.find((rule) => textOf(rule, 'ID') === RULE);
      return own !== undefined && textOf(own, 'Days') === String(DAYS) ? undefined : 'wrong_metadata';
    },
  });
}
