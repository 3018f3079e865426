/** The records of a results folder, as they lie on disk. Each has a JSON Schema of the same name in schema/. */
export * from './box.ts';
export * from './campaign.ts';
export * from './capacity.ts';
export * from './capacity-config.ts';
export * from './comparison.ts';
export * from './objects.ts';
export * from './outcome.ts';
export * from './run.ts';
export * from './verdict.ts';
