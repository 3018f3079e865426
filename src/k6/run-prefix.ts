import { seed, sharedSeed } from './parameters.ts';

/** What the names of all processes that make this load begin with: to each of them the others' come and go. */
export const SHARED_PREFIX = `bb-${sharedSeed.toString(16)}-`;

/** What all names begin with that this process gives on the service: whatever has it is ours to remove. */
export const RUN_PREFIX = seed === sharedSeed ? SHARED_PREFIX : `${SHARED_PREFIX}${seed.toString(16)}-`;
