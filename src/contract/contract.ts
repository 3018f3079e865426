/**
 * What the three programs (k6 scripts, orchestrator, reference service) agree on: names and record shapes, no logic, and
 * no imports from outside. A unit stands in every name that needs one. All take it from here: the files behind this door
 * are for readers, one subject each.
 */
export * from './catalog.ts';
export * from './history.ts';
export * from './journey.ts';
export * from './metrics.ts';
export * from './parameters.ts';
export * from './reference-service.ts';
export * from './request.ts';
export * from './s3.ts';
export * from './sample.ts';
export * from './scenario.ts';
export * from './status.ts';
export * from './stored.ts';
export * from './suites.ts';
export * from './target.ts';
export * from './told.ts';
