/** What the requests wait for, from the threads of a JVM: of those that serve a request and stand still in a call of the service. */
import { FILES } from '../../store/store.ts';
import type { Evidence } from '../evidence.ts';
import type { Thread, ThreadFrame } from '../logs/thread-dump.ts';
import type { Awaited } from '../pprof/awaited.ts';
import { type Cause, listed } from './cause.ts';
import { ADVICE_BY_KIND } from './waiting-advice.ts';

/** As for goroutines: fewer may be what every service does in the moment that it is looked at … */
const MIN_WAITING = 3;
/** … and where no place has so many of those that serve, none is what they wait for. */
const MIN_SHARE = 0.5;

/** How threads that answer a request are begun: Tomcat, Jetty, Undertow, the JDK's own server, gRPC. */
const SERVERS =
  /^(org\.apache\.(coyote\.AbstractProcessor|catalina\.core\.StandardWrapperValve)|org\.eclipse\.jetty\.(server|io)\.|io\.undertow\.server\.|(com\.)?sun\.net\.httpserver\.|io\.grpc\.internal\.|jakarta\.servlet\.http\.|javax\.servlet\.http\.|org\.springframework\.web\.)/;
/** Libraries that most services stand on; what is left is the service's own. */
const LIBRARIES =
  /^(java|javax|jakarta|jdk|sun|com\.sun|kotlin|kotlinx|scala|groovy|org\.(springframework|apache|eclipse|hibernate|postgresql|h2|mariadb|jboss|wildfly|xnio|reactivestreams|slf4j|mongodb|jooq|glassfish)|com\.(zaxxer|mysql|microsoft\.sqlserver|fasterxml|oracle|google\.common|mongodb|codahale)|oracle|io\.(netty|undertow|micrometer|grpc|lettuce|projectreactor|vertx|r2dbc|opentelemetry|agroal|quarkus)|reactor|okhttp3|okio|redis\.clients|feign|ch\.qos)\./;
/** The client of the request is slow, not the service: it sends its body, or takes up the answer. */
const FOR_CLIENT =
  /^org\.(apache\.(coyote\.http\d+\.Http\d+(InputBuffer|OutputBuffer)|tomcat\.util\.net\.\w+\$\w*SocketWrapper)|eclipse\.jetty\.(server\.HttpInput|util\.SharedBlockingCallback))/;

/** The outermost that matches tells the most: a pool is more than the lock that it waits on. */
const KINDS: [kind: Awaited['kind'], says: string, frame: RegExp][] = [
  [
    'pool',
    'for a connection of the pool',
    /^(com\.zaxxer\.hikari\.pool\.HikariPool\.getConnection|org\.apache\.(tomcat\.jdbc\.pool\.ConnectionPool\.(getConnection|borrowConnection)|commons\.(pool2?|dbcp2?)\.\S*\.(borrowObject|getConnection)|http\.\S*\.(leaseConnection|getPoolEntryBlocking))|io\.agroal\.pool\.ConnectionPool\.getConnection|java\.util\.concurrent\.Semaphore\.(acquire|tryAcquire))/,
  ],
  [
    'answer',
    'for a response',
    /^(java\.net\.Socket\$SocketInputStream\.read|java\.net\.SocketInputStream\.|sun\.nio\.ch\.(NioSocketImpl\.(read|connect)|Net\.poll|SocketChannelImpl\.)|java\.util\.concurrent\.(CompletableFuture|FutureTask)\.(get|join)|java\.net\.InetAddress\.)/,
  ],
  ['sleep', 'and sleep', /^java\.lang\.Thread\.sleep/],
  [
    'disk',
    'for the file system',
    /^(sun\.nio\.ch\.FileChannelImpl\.force|java\.io\.(FileOutputStream|FileInputStream|RandomAccessFile|FileDescriptor)\.)/,
  ],
  [
    'lock',
    'for a lock',
    /^java\.util\.concurrent\.locks\.(ReentrantLock|ReentrantReadWriteLock|StampedLock)/,
  ],
  [
    'channel',
    'for others',
    /^(java\.util\.concurrent\.|java\.lang\.Object\.wait|jdk\.internal\.misc\.Unsafe\.park)/,
  ],
];

interface Group {
  kind: Awaited['kind'];
  /** Between `wait` and the function of the service. */
  text: string;
  caller: ThreadFrame;
  owners: Set<string>;
  count: number;
}

/** None without such a list, and where those that serve do not stand at one place. */
export function threadWaitersCause(evidence: Evidence): Cause[] {
  const threads = evidence.threads() ?? [];
  const group = largestGroup(threads);
  if (group === undefined) return [];
  const { kind, text, caller, owners, count } = group;
  const holders = threads
    .filter(({ name }) => owners.has(name))
    .flatMap(({ stack }) => ownFrame(stack) ?? []);
  const held = [...new Set(holders.map(labelOf))];
  return [
    {
      cause: `${count} threads wait ${text} ${labelOf(caller)}`,
      also: held.length === 0 ? [] : [`held by a thread in ${listed(held.slice(0, 2))}`],
      shows: 'waiting',
      instead: ADVICE_BY_KIND[kind],
      file: FILES.threads,
    },
  ];
}

function largestGroup(threads: Thread[]): Group | undefined {
  const groups = new Map<string, Group>();
  let serving = 0;
  for (const { state, stack, owner } of threads) {
    const at = stack.findIndex((frame) => isOwn(frame));
    const caller = stack[at];
    if (caller === undefined || !stack.some((frame) => SERVERS.test(nameOf(frame)))) continue;
    serving += 1;
    const awaited = awaitedBy(state, stack.slice(0, at));
    if (awaited === undefined) continue;
    const key = `${awaited.text}\n${nameOf(caller)}`;
    const group = groups.get(key) ?? { ...awaited, caller, owners: new Set(), count: 0 };
    group.count += 1;
    if (owner !== undefined) group.owners.add(owner);
    groups.set(key, group);
  }
  const [largest] = [...groups.values()].sort((a, b) => b.count - a.count);
  return largest !== undefined && largest.count >= Math.max(MIN_WAITING, MIN_SHARE * serving)
    ? largest
    : undefined;
}

/** A thread that reads from a socket is RUNNABLE for the JVM, which does not see into the system call. */
function awaitedBy(state: string, below: ThreadFrame[]): Pick<Group, 'kind' | 'text'> | undefined {
  if (below.some((frame) => FOR_CLIENT.test(nameOf(frame)))) return undefined;
  if (state === 'BLOCKED') return { kind: 'lock', text: 'for a lock in' };
  for (const [kind, says, pattern] of KINDS) {
    const frame = below.findLast((each) => pattern.test(nameOf(each)));
    if (frame === undefined) continue;
    if (state === 'RUNNABLE' && kind !== 'answer' && kind !== 'disk') continue;
    return { kind, text: `${says} in ${nameOf(frame)}, called by` };
  }
  return undefined;
}

function ownFrame(stack: ThreadFrame[]): ThreadFrame | undefined {
  return stack.find(isOwn);
}

function isOwn(frame: ThreadFrame): boolean {
  return !LIBRARIES.test(frame.class) && !frame.class.includes('$$Lambda');
}

function nameOf({ class: name, method }: ThreadFrame): string {
  return `${name}.${method}`;
}

/** `Orders.find (com.shop.Orders:42)` */
function labelOf({ class: name, method, line }: ThreadFrame): string {
  const short = name.slice(name.lastIndexOf('.') + 1);
  return `${short}.${method} (${name}${line === undefined ? '' : `:${line}`})`;
}
