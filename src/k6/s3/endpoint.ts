/** Where the bucket is and how requests to it are signed. */
import crypto from 'k6/crypto';
import type { S3KeyValues, S3Target } from '../../contract/contract.ts';
import { type Digests, type Signer, signerOf } from '../../shared/s3/signer.ts';
import { baseUrl, section } from '../parameters.ts';

const env: Record<string, string | undefined> = __ENV;

/** What a bundle that runs alone is told by the variables that every client of S3 knows. */
function fromEnvironment(): S3Target {
  const { AWS_ACCESS_KEY_ID: accessKey, AWS_SECRET_ACCESS_KEY: secretKey, AWS_SESSION_TOKEN: token } = env;
  const { AWS_REGION: region, S3_BUCKET: bucket } = env;
  return {
    ...(region === undefined ? {} : { region }),
    ...(bucket === undefined ? {} : { bucket }),
    ...(accessKey === undefined || secretKey === undefined
      ? {}
      : { keys: { accessKey, secretKey, ...(token === undefined ? {} : { sessionToken: token }) } }),
  };
}

export const s3: S3Target = section('s3') ?? fromEnvironment();
const USUAL_REGION = 'us-east-1';
export const region = s3.region ?? USUAL_REGION;
export const hashesPayload = s3.payload === 'hashed';

const digests: Digests<ArrayBuffer> = {
  sha256Hex: (text) => crypto.sha256(text, 'hex'),
  hmac: (key, text) => crypto.hmac('sha256', key, text, 'binary'),
  hmacHex: (key, text) => crypto.hmac('sha256', key, text, 'hex'),
};

/** Undefined where requests are not signed. The orchestrator has put the keys of a profile in its place. */
export const signer: Signer | undefined =
  s3.keys === undefined ? undefined : signerOf(digests, s3.keys as S3KeyValues, region);

const [, scheme = 'http:', endpointHost = '', below = ''] = /^(https?:)\/\/([^/]+)(.*)$/.exec(baseUrl) ?? [];
/** As it is sent in Host: Go leaves the port in, even where it is the scheme's own. */
const host = endpointHost;

export interface Place {
  /** Scheme and host. */
  origin: string;
  host: string;
  /** Encoded; ends without a slash, so that a key follows after one. */
  path: string;
}

/** The place of a bucket. */
export function placeOf(bucket: string): Place {
  if (s3.style !== 'virtual-host') return { origin: `${scheme}//${host}`, host, path: `${below}/${bucket}` };
  const own = `${bucket}.${host}`;
  return { origin: `${scheme}//${own}`, host: own, path: below };
}
