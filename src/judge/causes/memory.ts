/** Who holds the memory: what grew between the two heap profiles, or the largest owners of the last one. */

import type { Finding } from '../../store/records/records.ts';
import { FILES } from '../../store/store.ts';
import { MIB, mibText } from '../../text/numbers.ts';
import type { Evidence } from '../evidence.ts';
import { steadySeconds } from '../load/steady.ts';
import { growthOf, type Owner, totalOf } from '../pprof/owners.ts';
import { type Cause, listed } from './cause.ts';
import { liveIn, MIN_HEAP_BYTES, makerOf } from './heap.ts';

const MIN_SHOWN_SHARE = 0.1;
const MAX_SHOWN = 2;
/** Live memory that makes up less than this of what was seen does not explain it. */
const MIN_EXPLAINED_SHARE = 0.25;
/** What stands in V8's heap for bytes outside it is made by one of these. */
const BUFFER =
  /^((Fast)?Buffer|(Shared)?ArrayBuffer|Uint8Array|alloc(ate|Unsafe(Slow)?)?|createUnsafeBuffer|concat)\b/;

/** Of a finding in MiB/s; none without both profiles. */
export function heapGrowthCause(evidence: Evidence, { value = 0 }: Finding): Cause[] {
  const before = liveIn(evidence.pprof(FILES.heapStart));
  const after = liveIn(evidence.pprof(FILES.heapEnd));
  if (before === undefined || after === undefined) return [];
  const grown = totalOf(after) - totalOf(before);
  const seen = value * MIB * steadySeconds(evidence);
  const cause =
    grown < Math.max(MIN_HEAP_BYTES, MIN_EXPLAINED_SHARE * seen)
      ? `live memory grew by only ${mibText(Math.max(0, grown))} between the two heap profiles: the growth is outside of them (native memory, stacks, fragmentation), or was freed by then`
      : `grew most between the two heap profiles: ${largest(growthOf(before, after), grown, (owner) => `${owner.label} +${mibText(owner.value)}${makerText(owner, evidence)}`)}, of +${mibText(grown)} in total`;
  return [{ cause, profile: FILES.heapEnd, base: FILES.heapStart }];
}

/** Of a finding in MiB; none without the profile. */
export function heapOwnersCause({ pprof }: Evidence, { value = 0 }: Finding): Cause[] {
  const owners = liveIn(pprof(FILES.heapEnd));
  if (owners === undefined) return [];
  const total = totalOf(owners);
  const cause =
    total < MIN_EXPLAINED_SHARE * value * MIB
      ? `only ${mibText(total)} of it was live after the load: the rest was garbage, freed by then, or memory that heap profiles do not cover`
      : `largest owners after the load: ${largest(owners, total, (owner) => `${owner.label} ${mibText(owner.value)}`)}, of ${mibText(total)} in total`;
  return [{ cause, profile: FILES.heapEnd }];
}

function largest(owners: Owner[], total: number, text: (owner: Owner) => string): string {
  const most = owners.filter(({ value }) => value >= MIN_SHOWN_SHARE * total).slice(0, MAX_SHOWN);
  return most.length === 0 ? 'no single function' : listed(most.map(text));
}

/** Bytes outside the heap have no stack; but the objects that stand for them have. */
function makerText({ kind }: Owner, evidence: Evidence): string {
  const maker = kind === 'outside' ? makerOf(evidence, BUFFER) : undefined;
  return maker === undefined ? '' : ` (probably made by ${maker})`;
}
