import type { Section, Suite } from '../suite.ts';
import { checkS3 } from './check.ts';
import { OBJECTS } from './objects.ts';

const SECTION: Section<'s3'> = { key: 's3', check: checkS3, leaves: OBJECTS };

/** Object storage. */
export const S3: Suite = {
  name: 's3',
  about:
    'an endpoint that speaks S3, by the "s3" of the target file; without one, an S3 server that ships with burstbox',
  scenarios: [
    ...[
      'small-objects',
      'metadata',
      'directories',
      'concurrent-access',
      'multipart',
      'versioning',
      'lifecycle',
    ],
    ...['failures', 'large-bucket', 'mixed', 'bandwidth'],
  ].map((name) => `s3/${name}`),
  section: SECTION,
  target: 's3',
};
