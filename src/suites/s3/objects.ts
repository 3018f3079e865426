/** Removes what scenarios of object storage left: all below the run's own prefix, and the bucket if the run made it. */
import { createHash, createHmac } from 'node:crypto';
import type { S3KeyValues, S3Target } from '../../contract/contract.ts';
import { pathOf, placeOf, USUAL_REGION } from '../../shared/s3/place.ts';
import { type Digests, signerOf } from '../../shared/s3/signer.ts';
import { queryOf } from '../../shared/s3/uri.ts';
import { type Wiped, type WipeRequest, wipe } from '../../shared/s3/wipe.ts';
import type { Client, Fate } from '../leavings.ts';
import type { Leaves, Removal } from '../suite.ts';

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
export const BUCKET = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;
/** The load asks as one user for all. */
const ANY_VU = 1;

export const OBJECTS: Leaves<'s3', Wiped> = {
  name: 'prefixes',
  what: 'prefix of objects',
  /** A note is followed only where every key that it names begins as those of this run do. */
  leftOf(notes, prefix) {
    const left = new Map<string, Wiped>();
    for (const note of notes) {
      if (!('bucket' in note) || !BUCKET.test(note.bucket)) continue;
      const { bucket, made } = note;
      if (!note.prefix.endsWith(prefix) || (made === true && !bucket.startsWith(prefix))) continue;
      left.set(`${bucket} ${note.prefix}`, {
        bucket,
        prefix: note.prefix,
        ...(made === true ? { made } : {}),
      });
    }
    return [...left.values()];
  },
  remove,
};

async function remove(client: Client, target: S3Target, wiped: Wiped, { dryRun }: Removal): Promise<Fate> {
  const send = senderOf(client, target);
  const steps = wipe(wiped, dryRun);
  for (let step = steps.next(); ; step = steps.next(await send(step.value))) {
    if (step.done !== true) continue;
    const { found, isGone = false, stays } = step.value;
    if (stays !== undefined) return { stays };
    return found === 0 && (isGone || wiped.made !== true) ? 'gone' : 'removed';
  }
}

const digests: Digests<Buffer> = {
  sha256Hex: (text) => createHash('sha256').update(text).digest('hex'),
  hmac: (key, text) => createHmac('sha256', key).update(text).digest(),
  hmacHex: (key, text) => createHmac('sha256', key).update(text).digest('hex'),
};

function senderOf(client: Client, { keys, region = USUAL_REGION, style }: S3Target) {
  const signer = keys === undefined ? undefined : signerOf(digests, keys as S3KeyValues, region);
  const { host, pathname } = new URL(client.baseUrl);
  const below = pathname.replace(/\/+$/, '');
  const endpoint = { host, path: below };
  return async ({ method, bucket, key, query, body }: WipeRequest) => {
    const place = placeOf(endpoint, style, bucket);
    const path = pathOf(place, key);
    const text = queryOf(query);
    const payload = digests.sha256Hex(body ?? '');
    const own: Record<string, string> =
      body === undefined ? {} : { 'content-md5': createHash('md5').update(body).digest('base64') };
    const toSign = {
      method,
      host: place.host,
      path,
      query: text,
      headers: own,
      payload,
    };
    const reply = await client.send(
      {
        method,
        path: `${path.slice(below.length)}${text === '' ? '' : `?${text}`}`,
        headers: signer === undefined ? own : signer.signed(toSign, Date.now()),
        ...(body === undefined ? {} : { body }),
        ...(style === 'virtual-host' ? { subdomain: bucket } : {}),
      },
      ANY_VU,
    );
    return { status: reply.status, body: reply.body };
  };
}
