/**
 * What the requests wait for, from the list of goroutines that was taken under load. Only those count that serve a request and
 * stand still in a call of the service: idle connections, workers that wait for work and accept loops have no such call in
 * them, and who reads what its client sends or writes what its client takes up waits for the client.
 */
import { FILES } from '../../store/store.ts';
import type { Evidence } from '../evidence.ts';
import { type Awaited, awaitedIn } from '../pprof/awaited.ts';
import type { StoredProfile } from '../pprof/decode.ts';
import type { Frame } from '../pprof/frame.ts';
import { ownersOf, totalOf } from '../pprof/owners.ts';
import type { Cause } from './cause.ts';
import { queueCause } from './queues.ts';
import { threadWaitersCause } from './thread-waiters.ts';
import { ADVICE_BY_KIND } from './waiting-advice.ts';

/** Fewer may be what every service does in the moment that it is looked at … */
const MIN_WAITING = 3;
/** … and where no place has so many of those that serve, none is what they wait for. */
const MIN_SHARE = 0.5;
/** Of the time that locks made others wait, what is worth a name. */
const MIN_HELD_SHARE = 0.5;

interface Group {
  awaited: Awaited;
  caller: Frame;
  count: number;
}

/** None without such a list or its equal, and where those that serve do not stand at one place. */
export function waitersCause(evidence: Evidence): Cause[] {
  const seen = [goroutinesCause, threadWaitersCause, queueCause].map((cause) => cause(evidence));
  return seen.find((causes) => causes.length > 0) ?? [];
}

function goroutinesCause(evidence: Evidence): Cause[] {
  for (const file of [FILES.goroutineLoad, FILES.goroutineEnd] as const) {
    const profile = evidence.pprof(file);
    const group = profile && largestGroup(profile);
    if (group === undefined) continue;
    const { awaited, caller, count } = group;
    const holder = awaited.kind === 'lock' ? holderOf(evidence) : undefined;
    const isCaller = holder === caller.label;
    return [
      {
        cause: `${count} goroutines wait ${awaited.text}, called by ${caller.label}${isCaller ? ', which also holds it' : ''}`,
        also: holder === undefined || isCaller ? [] : [`${holder} holds the lock`],
        shows: 'waiting',
        instead: ADVICE_BY_KIND[awaited.kind],
        profile: file,
      },
    ];
  }
  return [];
}

function largestGroup(profile: StoredProfile): Group | undefined {
  const groups = new Map<string, Group>();
  let serving = 0;
  for (const { stack, values } of profile.samples) {
    const count = values[0] ?? 0;
    if (count <= 0 || !serves(stack)) continue;
    serving += count;
    const own = stack.findIndex(({ kind }) => kind === 'own');
    const caller = stack[own];
    const awaited = awaitedIn(stack.slice(0, own));
    if (caller === undefined || awaited === undefined) continue;
    const key = `${awaited.text}\n${caller.label}`;
    const group = groups.get(key) ?? { awaited, caller, count: 0 };
    group.count += count;
    groups.set(key, group);
  }
  const isBehind = ({ awaited }: Group) => Number(awaited.kind !== 'answer');
  // Of as many that ask and that answer in one process, those who ask have the name that is looked for.
  const [largest] = [...groups.values()].sort((a, b) => b.count - a.count || isBehind(a) - isBehind(b));
  return largest !== undefined && largest.count >= Math.max(MIN_WAITING, MIN_SHARE * serving)
    ? largest
    : undefined;
}

/** How goroutines that answer a request are begun: net/http in both versions, fasthttp, gRPC. */
const SERVERS =
  /^(http\.\(\*conn\)\.serve|http\.\(\*http2serverConn\)|http2\.\(\*serverConn\)|fasthttp\.\(\*(workerPool|Server)\)|grpc\.\(\*Server\)\.(serveStreams|handleStream|processUnaryRPC|processStreamingRPC))/;

/** The one that writes this list serves us. */
const WRITES_PROFILE = /^pprof\./;

function serves(stack: Frame[]): boolean {
  if (stack.some(({ label }) => WRITES_PROFILE.test(label))) return false;
  return stack.some(({ kind }) => kind === 'own') && stack.some(({ label }) => SERVERS.test(label));
}

/** Go books the time that others waited on who unlocked (https://pkg.go.dev/runtime/pprof#Profile); only where the service counts it. */
function holderOf({ pprof }: Evidence): string | undefined {
  const profile = pprof(FILES.mutex);
  const owners = profile === undefined ? [] : ownersOf(profile, profile.types.indexOf('delay'));
  const [first] = owners;
  if (first === undefined || first.kind !== 'own' || first.value < MIN_HELD_SHARE * totalOf(owners))
    return undefined;
  return first.label;
}
