import { mkdirSync, rmdirSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { readProcessStat } from '../../ledger/stat.ts';
import { processTree } from '../process/tree.ts';
import { procsFile } from './group.ts';
import { readText } from './kernel-file.ts';

/** The group that we move ourselves into. Not one of those that the sweep of a dead run would kill. */
const ASIDE = 'burstbox-itself';
/** One that moves may have just started another, which the first list lacks. */
const ROUNDS = 3;

/**
 * In a container with a control group namespace of its own, the top group is an ordinary one with processes in it, and so
 * may not hand on controllers: we, what we descend from and what that has started move into a group of its own, until we
 * end. Nothing is limited by it. Processes of others stay where they are, and then there is no room.
 * @param top the group that we are in, with none above it
 * @throws with the command that makes room, when others are in it too
 */
export function makeRoom(top: string): void {
  if (isRealTop(top) || kinIn(top).length === 0) return;
  const aside = join(top, ASIDE);
  mkdirSync(aside, { recursive: true });
  atExit(aside);
  for (let round = 0; round < ROUNDS; round++) for (const pid of kinIn(top)) move(pid, aside);
  const others = pidsIn(top);
  if (others.length === 0) return;
  moveBack(aside);
  throw new Error(
    `it is the root of its namespace and contains other processes (${others.slice(0, 3).join(', ')}); mkdir ${top}/init and write them into its cgroup.procs: for pid in $(cat ${top}/cgroup.procs); do echo $pid > ${top}/init/cgroup.procs; done`,
  );
}

/** The next command of one that was killed, before it could go back, finds itself here; it goes back at its end. */
export function goBackFrom(own: string): void {
  if (basename(own) === ASIDE) atExit(own);
}

let isPromised = false;

function atExit(aside: string): void {
  if (!isPromised) process.once('exit', () => moveBack(aside));
  isPromised = true;
}

/** The top of the machine's hierarchy may have processes and hand on controllers; it has no limits, and no type. */
function isRealTop(top: string): boolean {
  return readText(join(top, 'cgroup.type')) === undefined;
}

/** Those in the group that descend from the first of our ancestors in it. */
function kinIn(group: string): number[] {
  const inside = new Set(pidsIn(group));
  let first = 0;
  for (let pid = process.pid; inside.has(pid) && pid !== first; pid = readProcessStat(pid)?.parent ?? 0)
    first = pid;
  return first === 0 ? [] : processTree(first).filter((pid) => inside.has(pid));
}

function pidsIn(group: string): number[] {
  return (readText(procsFile(group)) ?? '').split('\n').filter(Boolean).map(Number);
}

/** While groups of another run of ours need the controllers the kernel refuses, and everything stays as it is. */
function moveBack(aside: string): void {
  const top = dirname(aside);
  try {
    const handedOn = (readText(join(top, 'cgroup.subtree_control')) ?? '').split(/\s+/).filter(Boolean);
    writeFileSync(join(top, 'cgroup.subtree_control'), handedOn.map((name) => `-${name}`).join(' '));
    for (const pid of pidsIn(aside)) move(pid, top);
    rmdirSync(aside);
  } catch {
    // The next command tries again.
  }
}

function move(pid: number, group: string): void {
  try {
    writeFileSync(procsFile(group), String(pid));
  } catch {
    // It has just ended.
  }
}
