/** What the schema cannot say of object storage. */
import type { S3Target } from '../../contract/contract.ts';
import { BurstboxError } from '../../errors.ts';

const REFERENCE = /^\$\{[A-Za-z_][A-Za-z0-9_]*\}$/;

/** @throws BurstboxError config with the place of the first mistake, never with a key */
export function checkS3(file: string, { keys, bucket, prefix, style }: S3Target): void {
  if (keys !== undefined && !('profile' in keys))
    for (const [name, value] of Object.entries(keys))
      if (!REFERENCE.test(value))
        throw new BurstboxError(
          'config',
          `${file}: /s3/keys/${name} is a key in plain text; expected the name of an environment variable that holds it, such as "\${AWS_SECRET_ACCESS_KEY}"`,
          { name },
        );
  if (prefix !== undefined && bucket === undefined)
    throw new BurstboxError(
      'config',
      `${file}: /s3/prefix is "${prefix}", and there is no /s3/bucket; a bucket of the run's own needs no prefix: leave it out, or name the bucket`,
      { prefix },
    );
  if (style === 'virtual-host' && bucket?.includes('.'))
    throw new BurstboxError(
      'config',
      `${file}: /s3/bucket is "${bucket}", whose dots make it no part of a host name that a certificate covers; expected a bucket without dots, or "style": "path"`,
      { bucket },
    );
}
