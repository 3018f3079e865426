/** Where object storage is, for the target that needs no file: by the environment, as keys are. */
import { BurstboxError } from '../../errors.ts';
import { baseUrlFault } from '../../files/base-url.ts';
import { BUCKET } from '../../suites/s3/objects.ts';

import type { Target } from './targets.ts';

/** The target that stands for any endpoint at a base URL. */
export const USUAL_S3 = 's3';

/**
 * A variable of burstbox's own: that of AWS is set for other programs, and a load only goes where it was sent.
 * @throws BurstboxError config
 */
export function s3Endpoint(target: string, env: NodeJS.ProcessEnv = process.env): string | undefined {
  const { S3_ENDPOINT: url } = env;
  if (target !== USUAL_S3 || !url) return undefined;
  if (baseUrlFault(url) === undefined) return url;
  throw new BurstboxError(
    'config',
    'the environment variable S3_ENDPOINT is no address; expected an http or https URL such as http://127.0.0.1:9000',
  );
}

/** @throws BurstboxError config */
export function withS3Place(target: Target, env: NodeJS.ProcessEnv): Target {
  const { s3, name, start } = target;
  if (s3 === undefined || name !== USUAL_S3 || start !== undefined) return target;
  const region = env.AWS_REGION || env.AWS_DEFAULT_REGION;
  const bucket = env.S3_BUCKET;
  if (bucket && !BUCKET.test(bucket))
    throw new BurstboxError(
      'config',
      `the environment variable S3_BUCKET is "${bucket}"; expected the name of a bucket: 3 to 63 small letters, digits, dots and hyphens`,
      { bucket },
    );
  return { ...target, s3: { ...s3, ...(region ? { region } : {}), ...(bucket ? { bucket } : {}) } };
}
