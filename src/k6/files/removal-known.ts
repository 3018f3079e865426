import type { StoredFile } from '../../shared/request/stored-file.ts';

/** What setup() found out about removals, for all VUs. */
export interface RemovalKnown {
  /** The route was seen to take a file of ours away, and nothing else. */
  isShown: boolean;
  /** Ids that the list had before the run. */
  before: string[];
  /** Files of others, to look whether they stay; where removals go by ids. */
  others?: StoredFile[];
  /** The file that it was tried with. */
  tried?: StoredFile;
}

let known: RemovalKnown | undefined;

/** Takes over what setup() found out. */
export function useRemovalKnown(told: RemovalKnown | undefined): void {
  known ??= told;
}

/** Undefined in setup() until something is known, and where a scenario removes nothing. */
export function removalKnown(): RemovalKnown | undefined {
  return known;
}
