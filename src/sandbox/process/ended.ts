import { type ProcessStat, readProcessStat } from '../../ledger/stat.ts';

/** A worker is there for longer; what is started for one request has ended by then. */
const MIN_READINGS = 3;

export interface EndedWorkers {
  /** Since the first reading. */
  count: number;
  /** How the last of those ended that failed since the reading before, as waitpid(2) tells it. */
  status?: number;
}

/**
 * Counts the processes of a service that ended while its first one lived, from reading to reading. How they ended is known
 * to their parent alone, and to others until it has fetched that.
 * @param root the first process
 * @param statOf a process that may be none of the list any more: control groups do not list what has ended
 */
export function endedCounter(
  root: number,
  statOf: (pid: number) => ProcessStat | undefined = readProcessStat,
): (stats: ProcessStat[]) => EndedWorkers | undefined {
  let seen = new Map<string, { pid: number; readings: number }>();
  let count = 0;
  return (stats) => {
    const alive = stats.filter(({ state }) => !hasEnded(state));
    // A list without the first process, which lives, is not whole.
    if (!alive.some(({ pid }) => pid === root)) return undefined;
    const now = new Map(
      alive
        .filter(({ pid }) => pid !== root)
        .map((stat) => {
          const identity = identityOf(stat);
          return [identity, { pid: stat.pid, readings: (seen.get(identity)?.readings ?? 0) + 1 }] as const;
        }),
    );
    let status: number | undefined;
    for (const [identity, { pid, readings }] of seen) {
      if (readings < MIN_READINGS || now.has(identity)) continue;
      count += 1;
      const left = statOf(pid);
      if (left !== undefined && hasEnded(left.state) && identityOf(left) === identity && left.endStatus > 0)
        status = left.endStatus;
    }
    seen = now;
    return { count, ...(status === undefined ? {} : { status }) };
  };
}

function identityOf({ pid, startTicks }: ProcessStat): string {
  return `${pid}:${startTicks}`;
}

function hasEnded(state: string): boolean {
  return state === 'Z' || state === 'X';
}
