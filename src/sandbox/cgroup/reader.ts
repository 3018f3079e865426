import type { Readings } from '../readings.ts';
import { membersOf } from './group.ts';
import { type CgroupLocation, locateCgroups } from './location.ts';
import { readV2 } from './read-v2.ts';
import { readV1 } from './v1.ts';

/** Readings of the control groups of a process that is not ours, such as the first one of a container. */
export interface CgroupReader {
  read(): Readings;
  members(): number[];
}

/**
 * Finds the groups once; they keep their names for as long as they live.
 * @throws when there is no such process or no /proc
 */
export function cgroupReader(pid: number): CgroupReader {
  const location = locateCgroups(pid);
  const folder = location.v1.get('memory') ?? location.v2;
  return {
    read: () => readLocation(location),
    members: () => (folder === undefined ? [] : membersOf([folder])),
  };
}

/** Where version 1 has the controllers, the v2 folder is often the top one: its numbers are those of the machine. */
export function readLocation({ v1, v2 }: CgroupLocation): Readings {
  if (v1.has('cpu') || v1.has('memory')) return readV1(v1);
  return v2 === undefined ? {} : readV2(v2);
}
