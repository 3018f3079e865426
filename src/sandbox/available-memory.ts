import { readFileSync } from 'node:fs';
import { freemem, totalmem } from 'node:os';
import { join } from 'node:path';
import { NO_LIMIT, readFlatKeyed, readLimit } from './cgroup/kernel-file.ts';
import { locateCgroups, withAncestors } from './cgroup/location.ts';
import { readLocation } from './cgroup/reader.ts';
import { heldBytesV1, heldBytesV2 } from './held-memory.ts';

/** Of this machine, bytes. MemAvailable counts page cache that can be given back, freemem() does not (proc(5)). */
export function availableMemory(proc = '/proc'): number {
  try {
    const kib = /^MemAvailable:\s+(\d+) kB$/m.exec(readFileSync(`${proc}/meminfo`, 'utf8'))?.[1];
    return kib === undefined ? freemem() : Number(kib) * 1024;
  } catch {
    return freemem();
  }
}

/**
 * What this program and those it starts may still take, bytes: what the machine has, and what each control group leaves that
 * we are in, however far above (a container, a job of a CI server, a slice of systemd).
 */
export function allowedMemory(proc = '/proc'): number {
  const left = ownGroups(proc).map(({ limitBytes, heldBytes }) => limitBytes - heldBytes);
  return Math.max(0, Math.min(availableMemory(proc), ...left));
}

/** What there would be if nothing were in use: of the machine, or of the smallest limit that holds for us, bytes. */
export function memoryHere(proc = '/proc'): number {
  return Math.min(totalmem(), ...ownGroups(proc).map(({ limitBytes }) => limitBytes));
}

/**
 * Processes that the kernel has killed for want of memory, in our own control group and those within it, where it counts
 * them there, else on this machine (oom_kill of /proc/vmstat, since Linux 4.13).
 */
export function oomKillsHere(proc = '/proc'): number {
  try {
    const own = readLocation(locateCgroups('self', proc)).cgroup_oom_kills_total;
    return own ?? readFlatKeyed(`${proc}/vmstat`).get('oom_kill') ?? 0;
  } catch {
    return 0;
  }
}

interface LimitedGroup {
  limitBytes: number;
  /** What the kernel cannot take back: page cache that fills a group leaves room. */
  heldBytes: number;
}

/** Those of our own groups that have a limit; none where there are no control groups, or none that we see. */
function ownGroups(proc: string): LimitedGroup[] {
  try {
    const { v1, v2 } = locateCgroups('self', proc);
    const folder = v1.get('memory');
    return folder === undefined
      ? withAncestors(v2).flatMap(limitedV2)
      : withAncestors(folder).flatMap(limitedV1);
  } catch {
    return [];
  }
}

function limitedV1(folder: string): LimitedGroup[] {
  const limitBytes = limitOf(join(folder, 'memory.limit_in_bytes'));
  if (limitBytes === undefined) return [];
  return [{ limitBytes, heldBytes: heldBytesV1(readFlatKeyed(join(folder, 'memory.stat'))) ?? 0 }];
}

/** Over memory.high nobody is killed, but held up until next to nothing happens any more. */
function limitedV2(folder: string): LimitedGroup[] {
  const limits = ['memory.max', 'memory.high'].flatMap((name) => limitOf(join(folder, name)) ?? []);
  if (limits.length === 0) return [];
  const heldBytes = heldBytesV2(readFlatKeyed(join(folder, 'memory.stat'))) ?? 0;
  return [{ limitBytes: Math.min(...limits), heldBytes }];
}

function limitOf(file: string): number | undefined {
  const limit = readLimit(file);
  return limit === NO_LIMIT ? undefined : limit;
}
