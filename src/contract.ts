/**
 * What the three programs (k6 scripts, orchestrator, reference service) agree on: names and record shapes, no logic, and
 * no imports from outside. A unit stands in every name that needs one. All take it from here: the files behind this door
 * are for readers, one subject each.
 */
export * from './contract/catalog.ts';
export * from './contract/history.ts';
export * from './contract/journey.ts';
export * from './contract/metrics.ts';
export * from './contract/parameters.ts';
export * from './contract/reference-service.ts';
export * from './contract/request.ts';
export * from './contract/sample.ts';
export * from './contract/scenario.ts';
export * from './contract/status.ts';
export * from './contract/target.ts';
