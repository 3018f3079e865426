/** Whose socket it is: the processes that hold one, and of them those that started the others. */
import { readdirSync } from 'node:fs';
import { type ProcessStat, readProcessStat } from '../../ledger/stat.ts';
import { socketInodes } from './socket-inodes.ts';

/** The processes that hold one of these sockets; those of other users, into which we may not look, are passed over. */
export function holdersOf(inodes: string[]): number[] {
  const wanted = new Set(inodes);
  if (wanted.size === 0) return [];
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => socketInodes(pid).some((inode) => wanted.has(inode)));
}

/**
 * The first of these processes: of a master and its workers that is the master. Workers that share no socket (SO_REUSEPORT)
 * are taken by their common parent, where that is not a shell that they were typed into.
 * @returns empty when there are none besides ourselves, and what we descend from
 */
export function rootsOf(holders: number[]): number[] {
  const kin = ourOwn();
  const stats = holders.filter((pid) => !kin.has(pid)).flatMap((pid) => readProcessStat(pid) ?? []);
  const pids = stats.map(({ pid }) => pid);
  const roots = stats.filter(({ parent }) => !pids.includes(parent));
  const supervisor = commonParent(roots);
  if (supervisor !== undefined && !kin.has(supervisor)) return [supervisor];
  return roots.sort((a, b) => a.startTicks - b.startTicks).map(({ pid }) => pid);
}

/** This process and all that it descends from: never the service, whatever they hold. */
export function ourOwn(): Set<number> {
  const own = new Set<number>();
  for (let pid = process.pid; pid > 0 && !own.has(pid); pid = readProcessStat(pid)?.parent ?? 0) own.add(pid);
  return own;
}

/** A supervisor has its workers in its own process group; a shell with job control gives each command one of its own. */
function commonParent(roots: ProcessStat[]): number | undefined {
  const [first, second] = roots;
  if (first === undefined || second === undefined) return undefined;
  const parent = readProcessStat(first.parent);
  const together = roots.every((root) => root.parent === first.parent && root.group === parent?.group);
  return parent !== undefined && parent.pid > 1 && together ? parent.pid : undefined;
}
