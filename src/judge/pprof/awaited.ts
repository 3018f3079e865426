/** What a goroutine that stands still waits for, by the functions of Go's libraries that it is in. */
import type { Frame } from './frame.ts';

export interface Awaited {
  kind: 'lock' | 'pool' | 'answer' | 'disk' | 'sleep' | 'channel';
  /** Behind "12 goroutines wait": `for a lock in sync.(*Mutex).Lock`. */
  text: string;
}

/** A goroutine that was put aside, or is in a call of the system, has this innermost. */
const PARKED = /^runtime\.gopark\b/;
const IN_SYSTEM = /^(syscall|runtime)\.(Syscall|RawSyscall|Syscall6|syscall|entersyscall)/;
/** The client of the request is slow, not the service: it sends its body, or takes up the answer. */
const FOR_CLIENT =
  /^(http\.\(\*(body|connReader|response|chunkWriter|http2requestBody|http2responseWriter)\)|http\.checkConnErrorWriter|multipart\.|websocket\.)/;

/** The outermost that matches tells the most: a pool is more than the channel that it waits on. */
const KINDS: [kind: Awaited['kind'], says: string, function_: RegExp][] = [
  [
    'pool',
    'for a connection of the pool',
    /^(sql\.\(\*DB\)\.conn\b|pgxpool\.\(\*Pool\)\.Acquire|puddle\.\(\*Pool\[.*\]\)\.acquire|pool\.\(\*ConnPool\)\.(waitTurn|Get)|http\.\(\*Transport\)\.getConn|semaphore\.\(\*Weighted\)\.Acquire)/,
  ],
  ['lock', 'for a lock', /^sync\.\(\*(Mutex|RWMutex)\)\.R?Lock\b/],
  [
    'answer',
    'for a response',
    /^(http\.\(\*(persistConn|http2ClientConn|http2Transport)\)\.|net\.\(\*(conn|netFD|Resolver|Dialer|sysDialer)\)\.|tls\.\(\*Conn\)\.|grpc\.\(\*(ClientConn|clientStream)\)|exec\.\(\*Cmd\)\.Wait)/,
  ],
  ['disk', 'for the file system', /^os\.\(\*File\)\./],
  ['sleep', 'and sleep', /^time\.Sleep\b/],
  ['channel', 'for others', /^sync\.\(\*(WaitGroup|Cond)\)\.Wait\b/],
  ['channel', 'on a channel', /^runtime\.(chanrecv|chansend|selectgo|block\b)/],
];

/**
 * @param below the functions from the innermost up to the service's own, without that; undefined when it does not stand still,
 * or for its client
 */
export function awaitedIn(below: Frame[]): Awaited | undefined {
  const leaf = below[0]?.label ?? '';
  if (!PARKED.test(leaf) && !IN_SYSTEM.test(leaf)) return undefined;
  if (below.some(({ label }) => FOR_CLIENT.test(label))) return undefined;
  for (const [kind, says, function_] of KINDS) {
    const frame = below.findLast(({ label }) => function_.test(label));
    if (frame !== undefined) return { kind, text: `${says} in ${nameOf(frame)}` };
  }
  return undefined;
}

/** The function alone: the files of a library are nothing to be mended. */
function nameOf({ label }: Frame): string {
  return label.replace(/ \([^()]*\)$/, '');
}
