import { readdirSync } from 'node:fs';
import { type ProcessStat, readProcessStat } from '../../ledger/stat.ts';

/**
 * A process, those in its session, and their descendants: a shell's children, and also those that lost their parent
 * or made a session of their own. Empty where there is no /proc.
 */
export function processTree(root: number): number[] {
  const stats = allProcesses();
  const tree = new Set(
    stats.filter(({ pid, session }) => pid === root || session === root).map(({ pid }) => pid),
  );
  // A Set hands out what is added while it is walked: this reaches every generation.
  for (const parent of tree) {
    for (const stat of stats) if (stat.parent === parent) tree.add(stat.pid);
  }
  return [...tree];
}

function allProcesses(): ProcessStat[] {
  try {
    return readdirSync('/proc').flatMap((name) =>
      /^\d+$/.test(name) ? (readProcessStat(Number(name)) ?? []) : [],
    );
  } catch {
    return [];
  }
}
