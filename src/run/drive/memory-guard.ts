/**
 * Bounds the memory of one k6. It keeps every answer that a script looks into whole, and unpacks what comes compressed
 * (lib/netext/httpext/compression.go) without a limit: a few KB on the wire may be gigabytes. GOMEMLIMIT only makes Go
 * collect more often. On Linux; elsewhere the memory of another process is not read so cheaply, and nothing is bounded.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { sendSignal } from '../../ledger/signal.ts';
import type { MemoryLimits } from '../../plan/generator-memory.ts';
import { allowedMemory, oomKillsHere } from '../../sandbox/available-memory.ts';
import type { Cause } from '../../store/records/records.ts';
import { mibText } from '../../text/numbers.ts';

export interface MemoryGuard {
  /** Why k6 was stopped; undefined while it kept its budget. */
  cause(): Cause | undefined;
  /** k6 was killed, though not by us: whether that was the kernel, for want of memory; undefined when it was not. */
  killed(): Cause | undefined;
  /** k6 has ended. */
  end(): void;
}

/** A bomb unpacks at about a gigabyte a second on one core. */
const LOOK_MS = 100;
/** Growth within this time is of answers; what k6 keeps of every operation takes minutes. */
const SUDDEN_LOOKS = 50;
/** Of the budget. */
const SUDDEN_SHARE = 0.5;
/** Of the reserve: less than this is left to k6 while it stops. */
const KILL_SHARE = 0.5;
/** Times the reserve: from here on every look counts. */
const NEAR = 4;
const FAR_LOOKS = 10;
/** Of the kernel's -1000 to 1000 (proc_pid_oom_score_adj(5)): it rather ends k6 than the service or anything else. */
const FIRST_TO_GO = '800';

/** What the guard reads; tests bring their own. */
interface Meter {
  /** Of the process; undefined where that cannot be read. */
  residentBytes(pid: number): number | undefined;
  /** What is left to all that runs here. */
  leftBytes(): number;
  /** By the kernel, of processes here. */
  oomKills(): number;
}

const METER: Meter = { residentBytes: residentOf, leftBytes: allowedMemory, oomKills: oomKillsHere };

/**
 * Looks at k6's memory, and at what is left here, until `end()`. Over the soft budget, and when less than the reserve is left,
 * k6 is asked to stop, and still writes its summary; over the hard one, and under half of the reserve, it is killed.
 */
export function guardMemory(
  pid: number,
  limits: MemoryLimits,
  stop: () => Promise<void>,
  { residentBytes, leftBytes, oomKills }: Meter = METER,
): MemoryGuard {
  goFirst(pid);
  const killsBefore = oomKills();
  const latest: number[] = [];
  const left = seldom(leftBytes, NEAR * limits.reserveBytes);
  let cause: Cause | undefined;
  const end = (id: Cause['id'], message: string) => {
    if (cause !== undefined) return;
    cause = { id, message, atMs: Date.now() };
    void stop();
  };
  const timer = setInterval(() => {
    const bytes = residentBytes(pid);
    if (bytes === undefined) return;
    latest.push(bytes);
    if (latest.length > SUDDEN_LOOKS) latest.shift();
    const rest = left();
    if (bytes > limits.softBytes) end('generator-memory', messageOf(latest, limits));
    else if (rest < limits.reserveBytes) end('machine-memory', leftText(rest, bytes));
    if (bytes > limits.hardBytes || rest < KILL_SHARE * limits.reserveBytes) sendSignal(pid, 'SIGKILL');
  }, LOOK_MS);
  return {
    cause: () => cause,
    killed: () => (oomKills() > killsBefore ? killedBy(latest) : undefined),
    end: () => clearInterval(timer),
  };
}

/** All control groups that we are in are read for it: once a second is enough while there is plenty. */
function seldom(read: () => number, nearBytes: number): () => number {
  let known = 0;
  let looks = 0;
  return () => {
    if (known < nearBytes || ++looks % FAR_LOOKS === 0) known = read();
    return known;
  };
}

function killedBy(latest: number[]): Cause {
  const message = `the kernel OOM-killed k6, which had ${mibText(latest.at(-1))} at the last look: this machine or control group had no memory left`;
  return { id: 'machine-memory', message, atMs: Date.now() };
}

function leftText(rest: number, k6Bytes: number): string {
  return `only ${mibText(rest)} of memory were left to this machine or control group, and k6 had ${mibText(k6Bytes)}: the load was ended before the kernel would kill something`;
}

function messageOf(latest: number[], { softBytes }: MemoryLimits): string {
  const [first = 0] = latest;
  const now = latest.at(-1) ?? 0;
  const over = `over the ${mibText(softBytes)} that it may use, and was stopped`;
  if (now - first < SUDDEN_SHARE * softBytes) return `k6 grew slowly to ${mibText(now)}, ${over}: ${KEEPS}`;
  const seconds = Math.ceil(((latest.length - 1) * LOOK_MS) / 1000);
  return `k6 grew from ${mibText(first)} to ${mibText(now)} within ${seconds} s, ${over}: most likely the responses of the service, compressed or not, or the bodies that the scenario sends, are too large for k6 to hold`;
}

/** Of operations it keeps nothing, unless its dashboard is shown or the user has it hand its measurements to somebody. */
const KEEPS =
  'what it holds for its users, or for outputs that it was asked for (--dashboard, --k6-arg=--out), does not stop growing';

/** What a machine without memory does is no evidence about the service either. */
function goFirst(pid: number): void {
  try {
    writeFileSync(`/proc/${pid}/oom_score_adj`, FIRST_TO_GO);
  } catch {
    // gone already, or no Linux
  }
}

/** As /proc/PID/status says (proc_pid_status(5)); undefined when there is no such process, or no /proc. */
function residentOf(pid: number): number | undefined {
  try {
    const kib = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return kib === undefined ? undefined : Number(kib) * 1024;
  } catch {
    return undefined;
  }
}
