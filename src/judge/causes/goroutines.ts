/** Who opened what stays open: the growth between the two goroutine profiles, of Node's handles by their type. */
import { FILES } from '../../store/store.ts';
import type { Evidence } from '../evidence.ts';
import type { StoredProfile } from '../pprof/decode.ts';
import type { Frame } from '../pprof/frame.ts';
import { growthOf, type Owner, ownersOf } from '../pprof/owners.ts';
import { type Cause, listed } from './cause.ts';
import { makerOf } from './heap.ts';

/** Fewer are the connections that the profile itself is fetched over, and what ends a moment later. */
const MIN_GROWTH = 10;
const MIN_SHOWN_SHARE = 0.1;
const MAX_SHOWN = 2;

/** What Node's types are in words, and how the functions are called that make them. */
const HANDLES: Record<string, { says: string; made: RegExp }> = {
  Timeout: { says: 'timers (Timeout)', made: /^(Timeout|setTimeout|setInterval)\b/ },
  TCPSocketWrap: { says: 'sockets (TCPSocketWrap)', made: /^Socket\b/ },
  FSReqCallback: { says: 'file operations (FSReqCallback)', made: /^FSReqCallback\b/ },
};

/** None without both profiles, and when nothing grew that is worth a name. */
export function goroutineCause(evidence: Evidence): Cause[] {
  const before = evidence.pprof(FILES.goroutineStart);
  const after = evidence.pprof(FILES.goroutineEnd);
  if (before === undefined || after === undefined) return [];
  const grown = growthOf(waitersIn(before), waitersIn(after));
  const least = Math.max(MIN_GROWTH, MIN_SHOWN_SHARE * (grown[0]?.value ?? 0));
  const most = grown
    .filter(({ value }) => value >= least)
    .slice(0, MAX_SHOWN)
    .map((owner) => growthText(owner, evidence));
  if (most.length === 0) return [];
  return [
    {
      cause: `still there after the load: ${listed(most)}`,
      profile: FILES.goroutineEnd,
      base: FILES.goroutineStart,
    },
  ];
}

function growthText({ label, value }: Owner, evidence: Evidence): string {
  const handle = Object.hasOwn(HANDLES, label) ? HANDLES[label] : undefined;
  const maker = handle && makerOf(evidence, handle.made);
  return `${handle?.says ?? label} +${value}${maker === undefined ? '' : ` (probably made by ${maker})`}`;
}

function waitersIn(profile: StoredProfile): Owner[] {
  return ownersOf(profile, 0, entryOf);
}

/** A goroutine of the standard library alone is known by what it was started with; a handle by its type. */
function entryOf(stack: Frame[]): Frame {
  return stack.at(-1) ?? { kind: 'runtime', label: 'the runtime itself' };
}
