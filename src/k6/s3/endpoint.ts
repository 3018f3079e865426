/** Where the bucket is and how requests to it are signed. */
import crypto from 'k6/crypto';
import type { S3KeyValues, S3Target } from '../../contract/contract.ts';
import { type Place, placeOf, USUAL_REGION } from '../../shared/s3/place.ts';
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
export const region = s3.region ?? USUAL_REGION;
export const hashesPayload = s3.payload === 'hashed';

/** Each look at an import runs a function in k6. */
const { sha256, hmac } = crypto;
const digests: Digests<ArrayBuffer> = {
  sha256Hex: (text) => sha256(text, 'hex'),
  hmac: (key, text) => hmac('sha256', key, text, 'binary'),
  hmacHex: (key, text) => hmac('sha256', key, text, 'hex'),
};

/** Undefined where requests are not signed. The orchestrator has put the keys of a profile in its place. */
export const signer: Signer | undefined =
  s3.keys === undefined ? undefined : signerOf(digests, s3.keys as S3KeyValues, region);

/** The host is as it is sent in Host: Go leaves the port in, even where it is the scheme's own. */
const [, scheme = 'http:', host = '', path = ''] = /^(https?:)\/\/([^/]+)(.*)$/.exec(baseUrl) ?? [];

let last: { bucket: string; place: Place; origin: string } | undefined;

/** The place of a bucket, and what its URLs begin with; a load speaks to one. */
export function bucketPlace(bucket: string): { place: Place; origin: string } {
  if (last?.bucket !== bucket) {
    const place = placeOf({ host, path }, s3.style, bucket);
    last = { bucket, place, origin: `${scheme}//${place.host}` };
  }
  return last;
}
