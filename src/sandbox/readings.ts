import type { SampleName } from '../contract/contract.ts';

/** Part of one sample: what could be read, by the names of the contract. What could not be read is absent. */
export type Readings = Partial<Record<SampleName, number>>;

/** Drops the values that could not be read, so that nobody takes "not read" for a number. */
export function readable(values: Partial<Record<SampleName, number | undefined>>): Readings {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}

/** Kubernetes' definition: memory less the inactive page cache. The two are read one after the other, hence the max. */
export function workingSet(
  bytes: number | undefined,
  inactiveFileBytes: number | undefined,
): number | undefined {
  return bytes === undefined || inactiveFileBytes === undefined
    ? undefined
    : Math.max(0, bytes - inactiveFileBytes);
}
