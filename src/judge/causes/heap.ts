/** Heap profiles: who holds memory, and whose objects grew. */
import { FILES } from '../../store/store.ts';
import type { Evidence } from '../evidence.ts';
import type { StoredProfile } from '../pprof/decode.ts';
import { growthOf, type Owner, ownersOf } from '../pprof/owners.ts';

/** Heap profilers of Go and V8 remember one allocation in 512 KiB: under eight of them it is chance whom they name. */
export const MIN_HEAP_BYTES = 8 * 512 * 1024;

/** Live memory by owner; undefined without the profile, or when it shows something else. */
export function liveIn(profile: StoredProfile | undefined): Owner[] | undefined {
  return ownersIn(profile, 'inuse_space');
}

export function ownersIn(profile: StoredProfile | undefined, type: string): Owner[] | undefined {
  const index = profile?.types.indexOf(type) ?? -1;
  return profile === undefined || index === -1 ? undefined : ownersOf(profile, index);
}

/**
 * The function of the service that made most of the new objects which `made` finds by the functions below them. It may
 * be one lucky sample: objects of a few bytes that stand for something large are seldom remembered.
 */
export function makerOf({ pprof }: Evidence, made: RegExp): string | undefined {
  const only = (profile: StoredProfile | undefined) =>
    profile && {
      ...profile,
      samples: profile.samples.filter(({ stack }) => stack.some(({ label }) => made.test(label))),
    };
  const before = liveIn(only(pprof(FILES.heapStart)));
  const after = liveIn(only(pprof(FILES.heapEnd)));
  return before && after && growthOf(before, after).find(({ kind }) => kind === 'own')?.label;
}
