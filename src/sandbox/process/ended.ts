import { type ProcessStat, readProcessStat, TICKS_PER_SECOND } from '../../ledger/stat.ts';
import { type KernelWord, kernelWords } from './kernel-log.ts';

/** A worker is there for longer; what is started for one request has ended by then. */
const MIN_READINGS = 3;
/** The kernel's whole log is read each time; a service whose workers come and go by the second says the same each time. */
const MAX_LOG_READS = 20;

export interface EndedWorkers {
  /** Since the first reading. */
  count: number;
  /** How the last of those ended that failed since the reading before, as waitpid(2) tells it. */
  status?: number;
}

/**
 * Counts the processes of a service that ended while its first one lived, from reading to reading. How they ended is known
 * to their parent alone, and to others until it has fetched that; the kernel's log says it of a fault for longer.
 * @param root the first process
 * @param statOf a process that may be none of the list any more: control groups do not list what has ended
 * @param logged what the kernel's log says
 */
export function endedCounter(
  root: number,
  statOf: (pid: number) => ProcessStat | undefined = readProcessStat,
  logged: () => KernelWord[] = kernelWords,
): (stats: ProcessStat[]) => EndedWorkers | undefined {
  let seen = new Map<string, { pid: number; startTicks: number; readings: number }>();
  let count = 0;
  let logReads = 0;
  return (stats) => {
    const alive = stats.filter(({ state }) => !hasEnded(state));
    // A list without the first process, which lives, is not whole.
    if (!alive.some(({ pid }) => pid === root)) return undefined;
    const now = new Map(
      alive
        .filter(({ pid }) => pid !== root)
        .map((stat) => {
          const identity = identityOf(stat);
          const { pid, startTicks } = stat;
          const readings = (seen.get(identity)?.readings ?? 0) + 1;
          return [identity, { pid, startTicks, readings }] as const;
        }),
    );
    let status: number | undefined;
    const untold: { pid: number; startTicks: number }[] = [];
    for (const [identity, { pid, startTicks, readings }] of seen) {
      if (readings < MIN_READINGS || now.has(identity)) continue;
      count += 1;
      const left = statOf(pid);
      if (left !== undefined && hasEnded(left.state) && identityOf(left) === identity && left.endStatus > 0)
        status = left.endStatus;
      if (left === undefined) untold.push({ pid, startTicks });
    }
    if (status === undefined && untold.length > 0 && logReads++ < MAX_LOG_READS)
      status = faultOf(untold, logged());
    seen = now;
    return { count, ...(status === undefined ? {} : { status }) };
  };
}

/** By the log; a number that is used again had another fate before. */
function faultOf(ended: { pid: number; startTicks: number }[], words: KernelWord[]): number | undefined {
  return words.findLast(({ pid, seconds }) =>
    ended.some((each) => each.pid === pid && seconds >= each.startTicks / TICKS_PER_SECOND),
  )?.signal;
}

function identityOf({ pid, startTicks }: ProcessStat): string {
  return `${pid}:${startTicks}`;
}

function hasEnded(state: string): boolean {
  return state === 'Z' || state === 'X';
}
