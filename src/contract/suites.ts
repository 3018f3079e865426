/** Suites that go by a description of their own in the target file: what src/suites/ says of each stands on these two. */
import type { CatalogRoutes } from './catalog.ts';
import type { Journey } from './journey.ts';
import type { S3Target } from './s3.ts';

/** Descriptions of a target, each by its key in the target file; absent: no such suite. */
export interface TargetSuites {
  /** What users of an API with accounts do. */
  journey?: Journey;
  /** How the store of versioned datasets is spoken to. */
  catalog?: CatalogRoutes;
  /** Where objects are stored. */
  s3?: S3Target;
}

/** The parameter of a script that holds each, as JSON. May hold secrets. */
export const SECTION_ENV = {
  journey: 'JOURNEY',
  catalog: 'CATALOG',
  s3: 'S3',
} as const satisfies Record<keyof TargetSuites, string>;
