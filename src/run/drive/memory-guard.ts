/**
 * Bounds the memory of one k6. It keeps every answer that a script looks into whole, and unpacks what comes compressed
 * (lib/netext/httpext/compression.go) without a limit: a few KB on the wire may be gigabytes. GOMEMLIMIT only makes Go
 * collect more often. On Linux; elsewhere the memory of another process is not read so cheaply, and nothing is bounded.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { sendSignal } from '../../ledger/signal.ts';
import type { MemoryBudget } from '../../plan/generator-memory.ts';
import type { Cause } from '../../store/records/records.ts';
import { mibText } from '../../text/numbers.ts';

export interface MemoryGuard {
  /** Why k6 was stopped; undefined while it kept its budget. */
  cause(): Cause | undefined;
  /** k6 has ended. */
  end(): void;
}

/** A bomb unpacks at about a gigabyte a second on one core. */
const LOOK_MS = 100;
/** Growth within this time is of answers; what k6 keeps of every operation takes minutes. */
const SUDDEN_LOOKS = 50;
/** Of the budget. */
const SUDDEN_SHARE = 0.5;
/** Of the kernel's -1000 to 1000 (proc_pid_oom_score_adj(5)): it rather ends k6 than the service or anything else. */
const FIRST_TO_GO = '800';

/**
 * Looks at k6's memory until `end()`. Over the soft budget k6 is asked to stop, and still writes its summary; over the hard
 * one it is killed.
 * @param residentBytes of the process; undefined where that cannot be read
 */
export function guardMemory(
  pid: number,
  budget: MemoryBudget,
  stop: () => Promise<void>,
  residentBytes: (pid: number) => number | undefined = residentOf,
): MemoryGuard {
  goFirst(pid);
  const latest: number[] = [];
  let cause: Cause | undefined;
  const timer = setInterval(() => {
    const bytes = residentBytes(pid);
    if (bytes === undefined) return;
    latest.push(bytes);
    if (latest.length > SUDDEN_LOOKS) latest.shift();
    if (bytes > budget.softBytes && cause === undefined) {
      cause = { id: 'generator-memory', message: messageOf(latest, budget), atMs: Date.now() };
      void stop();
    }
    if (bytes > budget.hardBytes) sendSignal(pid, 'SIGKILL');
  }, LOOK_MS);
  return { cause: () => cause, end: () => clearInterval(timer) };
}

function messageOf(latest: number[], { softBytes }: MemoryBudget): string {
  const [first = 0] = latest;
  const now = latest.at(-1) ?? 0;
  const over = `over the ${mibText(softBytes)} that it may use, and was stopped`;
  if (now - first < SUDDEN_SHARE * softBytes) return `k6 grew slowly to ${mibText(now)}, ${over}: ${KEEPS}`;
  const seconds = Math.ceil(((latest.length - 1) * LOOK_MS) / 1000);
  return `k6 grew from ${mibText(first)} to ${mibText(now)} within ${seconds} s, ${over}: most likely the responses of the service are too large, compressed or not, for k6 to hold`;
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
