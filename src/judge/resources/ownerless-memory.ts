/** Memory of a box that none of its processes holds: files in a tmpfs, and shared memory that nobody maps. */
import type { Sample } from '../../contract/contract.ts';
import { MIB } from '../../text/numbers.ts';

/** Less of what is held may be the kernel's own, for sockets and page tables. */
const MIN_SHARE = 0.5;

/** In the reading that held the most: `of these 915 MiB belong to no process: …`; undefined when that is not most of it. */
export function ownerlessText(samples: Sample[]): string | undefined {
  const known = samples.flatMap(({ values }) => {
    const { cgroup_memory_held_bytes: held, process_memory_held_bytes: own } = values;
    return held === undefined || own === undefined ? [] : [{ held, ownerless: held - own }];
  });
  const { held, ownerless } = known.reduce((most, each) => (each.held > most.held ? each : most), {
    held: 0,
    ownerless: 0,
  });
  return held === 0 || ownerless < MIN_SHARE * held
    ? undefined
    : `of these ${Math.round(ownerless / MIB)} MiB belong to no process: files in a tmpfs, such as /dev/shm, or shared memory`;
}

/** They are in no heap profile. */
export const OWNERLESS_ADVICE =
  'look at what the service writes to a tmpfs (`df -t tmpfs`, /dev/shm, /tmp, /run): files there are memory until they are removed, also when no process has them open; bound them, or write them to a disk';
