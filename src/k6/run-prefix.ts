import { seed } from './parameters.ts';

/** What all names begin with that this run gives on the service: whatever has it is ours to remove. */
export const RUN_PREFIX = `bb-${seed.toString(16)}-`;
