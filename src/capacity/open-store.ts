/** The store that a target file describes: object storage where it says so, else a file service. */
import { randomBytes } from 'node:crypto';
import { newClient } from '../cleanup/client.ts';
import { BurstboxError } from '../errors.ts';
import { shortText, transfer } from '../network/transfer.ts';
import type { Target } from '../plan/targets/targets.ts';
import { textOf } from '../shared/s3/xml.ts';
import type { CampaignBucket } from '../store/records/records.ts';
import { fileRoutes } from './stores/file-routes.ts';
import { bucketAsk, objectStorage } from './stores/s3.ts';
import type { PartSizes } from './stores/s3-parts.ts';
import { openStore, type Store } from './stores/store.ts';

const IDLE_SECONDS = 120;
const BUCKET_TIMEOUT_MS = 30_000;

export interface Place {
  target: Target;
  baseUrl: string;
  bucket: CampaignBucket | undefined;
  idleTimeoutSeconds: number | undefined;
  signal: AbortSignal;
  /** Of what comes in parts; absent: as S3 has them. */
  partSizes?: PartSizes;
}

export function storeOf({
  target,
  baseUrl,
  bucket,
  idleTimeoutSeconds = IDLE_SECONDS,
  signal,
  partSizes,
}: Place): Store {
  const { s3, auth, routes } = target;
  const isObjects = s3 !== undefined && bucket !== undefined;
  const protocol = isObjects
    ? objectStorage(bucketAsk(baseUrl, s3, bucket.name), bucket, partSizes)
    : fileRoutes(baseUrl, routes);
  return openStore({
    baseUrl,
    auth: isObjects ? undefined : auth,
    protocol,
    idleMs: idleTimeoutSeconds * 1000,
    signal,
  });
}

/** The headers that say who asks. */
export async function identity({
  target,
  baseUrl,
  signal,
}: Pick<Place, 'target' | 'baseUrl' | 'signal'>): Promise<Record<string, string>> {
  return target.s3 === undefined ? await newClient(baseUrl, target.auth, signal).headersOf(1) : {};
}

/** The bucket that a campaign stores in; undefined for a file service. */
export function bucketOf({ s3 }: Target): CampaignBucket | undefined {
  if (s3 === undefined) return undefined;
  if (s3.bucket !== undefined) return { name: s3.bucket, prefix: s3.prefix ?? '', made: false };
  return { name: `bb-${randomBytes(8).toString('hex')}`, prefix: '', made: true };
}

/** @throws BurstboxError target */
export async function makeBucket(
  target: Target,
  baseUrl: string,
  bucket: CampaignBucket,
  signal: AbortSignal,
): Promise<void> {
  if (!bucket.made) return;
  const { status, code } = await askBucket(target, baseUrl, bucket, 'PUT', signal);
  if (status === 200) return;
  throw new BurstboxError(
    'target',
    `a bucket for the campaign could not be made (${status}${code === undefined ? '' : ` ${code}`}); name one that is there as s3.bucket of the target file`,
  );
}

/** @returns why it stays; undefined when it is gone, or was never ours */
export async function removeBucket(
  target: Target,
  baseUrl: string,
  bucket: CampaignBucket,
  signal: AbortSignal,
): Promise<string | undefined> {
  if (!bucket.made) return undefined;
  const { status, code } = await askBucket(target, baseUrl, bucket, 'DELETE', signal);
  return [200, 204, 404].includes(status)
    ? undefined
    : `the bucket ${bucket.name} stays (${status} ${code ?? ''})`.replace(' )', ')');
}

async function askBucket(
  { s3 = {} }: Target,
  baseUrl: string,
  { name }: CampaignBucket,
  method: 'PUT' | 'DELETE',
  signal: AbortSignal,
): Promise<{ status: number; code?: string }> {
  const { url, headers } = bucketAsk(baseUrl, s3, name)(method);
  const answer = await transfer(url, { method, headers, idleMs: BUCKET_TIMEOUT_MS, signal });
  const code = textOf(await shortText(answer, 4096), 'Code');
  return { status: answer.status, ...(code === undefined ? {} : { code }) };
}
