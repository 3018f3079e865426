import type { ProcessStat } from '../../ledger/stat.ts';

/** A worker is there for longer; what is started for one request has ended by then. */
const MIN_READINGS = 3;

/**
 * Counts the processes of a service that ended while its first one lived, from reading to reading. How they ended is known
 * to their parent alone.
 * @param root the first process
 */
export function endedCounter(root: number): (stats: ProcessStat[]) => number | undefined {
  let seen = new Map<string, number>();
  let ended = 0;
  return (stats) => {
    const alive = stats.filter(({ state }) => state !== 'Z' && state !== 'X');
    // A list without the first process, which lives, is not whole.
    if (!alive.some(({ pid }) => pid === root)) return undefined;
    const now = new Map(
      alive
        .filter(({ pid }) => pid !== root)
        .map(({ pid, startTicks }) => {
          const identity = `${pid}:${startTicks}`;
          return [identity, (seen.get(identity) ?? 0) + 1] as const;
        }),
    );
    for (const [identity, readings] of seen) if (readings >= MIN_READINGS && !now.has(identity)) ended += 1;
    seen = now;
    return ended;
  };
}
