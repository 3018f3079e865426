/** Who made the garbage that the collector works on. */

import { FILES } from '../../store/store.ts';
import { mibText } from '../../text/numbers.ts';
import type { Evidence } from '../evidence.ts';
import { growthOf, totalOf } from '../pprof/owners.ts';
import type { Cause } from './cause.ts';
import { MIN_HEAP_BYTES, ownersIn } from './heap.ts';

const MIN_SHARE = 0.1;

/** Go tells all that was ever allocated, V8 only what is live: then it is what lives long that costs the collector. */
export function allocationCause({ pprof }: Evidence): Cause[] {
  const cause =
    grownMost(pprof, 'alloc_space', 'most was allocated by') ??
    grownMost(pprof, 'inuse_space', 'most of what was kept was allocated by');
  return cause === undefined ? [] : [{ cause, profile: FILES.heapEnd, base: FILES.heapStart }];
}

function grownMost(pprof: Evidence['pprof'], type: string, says: string): string | undefined {
  const before = ownersIn(pprof(FILES.heapStart), type);
  const after = ownersIn(pprof(FILES.heapEnd), type);
  if (before === undefined || after === undefined) return undefined;
  const grown = growthOf(before, after);
  const top = grown.find(({ kind }) => kind === 'own' || kind === 'library');
  const least = Math.max(MIN_HEAP_BYTES, MIN_SHARE * totalOf(grown));
  return top === undefined || top.value < least ? undefined : `${says} ${top.label}: ${mibText(top.value)}`;
}
