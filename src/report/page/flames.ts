/** The flame graphs of one scenario: CPU, live heap, and what of the heap grew. */

import type { Evidence } from '../../judge/evidence.ts';
import type { StoredProfile } from '../../judge/pprof/decode.ts';
import type { Flame, Scene } from '../../page/data.ts';
import { FILES } from '../../store/store.ts';
import { MIB } from '../../text/numbers.ts';
import { flameOf, growthFlameOf } from './flame.ts';

const NANOS_PER_MS = 1e6;
/** Sample type and what turns it into ms: Go and Node give nanoseconds, named differently. */
const CPU_TYPES = ['cpu', 'wall'];
const HEAP_TYPES = ['inuse_space', 'space'];

export function flamesOf({ pprof }: Evidence): Scene['flames'] {
  const cpu = pprof(FILES.cpuProfile);
  const start = pprof(FILES.heapStart);
  const end = pprof(FILES.heapEnd);
  return {
    ...named('cpu', cpu, (profile) => of(profile, CPU_TYPES, 1 / NANOS_PER_MS)),
    ...named('heap', end, (profile) => of(profile, HEAP_TYPES, 1 / MIB)),
    ...named('heapGrowth', end, (profile) => growthOf(start, profile)),
  };
}

function named<K extends string>(
  name: K,
  profile: StoredProfile | undefined,
  make: (profile: StoredProfile) => Flame | undefined,
): Partial<Record<K, Flame>> {
  const flame = profile === undefined ? undefined : make(profile);
  return flame === undefined ? {} : ({ [name]: flame } as Record<K, Flame>);
}

function of(profile: StoredProfile, types: string[], scale: number): Flame | undefined {
  const type = types.find((name) => profile.types.includes(name));
  return type === undefined ? undefined : flameOf(profile, type, scale);
}

function growthOf(before: StoredProfile | undefined, after: StoredProfile): Flame | undefined {
  const type = HEAP_TYPES.find((name) => after.types.includes(name));
  return before === undefined || type === undefined ? undefined : growthFlameOf(before, after, type, 1 / MIB);
}
