/** The records of a results folder, as they lie on disk. Each has a JSON Schema of the same name in schema/. */
export * from './records/outcome.ts';
export * from './records/run.ts';
export * from './records/verdict.ts';
