import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { type ProcessStat, readProcessStat, TICKS_PER_SECOND } from '../../ledger/stat.ts';
import { readText, scaled } from '../cgroup/kernel-file.ts';
import { type Readings, readable } from '../readings.ts';
import { endedCounter } from './ended.ts';

const BYTES_PER_KIB = 1024;
const NS_PER_SECOND = 1e9;
/** Following a link takes some 10 µs: so many of them a reading still leave the machine to those who are measured. */
const MAX_LINKS = 5000;

/**
 * Makes a reader of the `process_*` values, summed over a service's processes.
 * @param root the service's first process; when it is gone, or its pid has a new owner, there is nothing to read
 * @param pids lists the service's processes at each reading
 */
export function processReader(root: number, pids: () => number[]): () => Readings {
  const born = readProcessStat(root)?.startTicks;
  const waited = onlyGrowing();
  const ended = endedCounter(root);
  return () => {
    const now = readProcessStat(root);
    if (now === undefined || now.startTicks !== born) return {};
    const stats = pids().flatMap((pid) => readProcessStat(pid) ?? []);
    const alive = stats.map((stat) => stat.pid);
    const status = alive.map((pid) => readText(`/proc/${pid}/status`) ?? '');
    // A single process shares with nobody of ours, and its status is cheaper to read.
    const rollups = alive.length < 2 ? [] : alive.map((pid) => readText(`/proc/${pid}/smaps_rollup`));
    const gone = ended(stats);
    const ticks = stats.reduce((sum, stat) => sum + stat.cpuTicks, 0);
    return readable({
      process_cpu_seconds_total: ticks / TICKS_PER_SECOND,
      process_cpu_wait_seconds_total: scaled(waited(alive.flatMap(threadWaits)), NS_PER_SECOND),
      process_memory_held_bytes: scaled(heldKib(status, rollups), 1 / BYTES_PER_KIB),
      process_resident_memory_bytes: residentKib(status, rollups) * BYTES_PER_KIB,
      process_threads: sum(status.map((text) => field(text, 'Threads'))),
      ...openDescriptors(alive),
      process_max_fds: alive.length === 1 ? mostDescriptors(alive[0]) : undefined,
      process_start_time_seconds: startTimeSeconds(now),
      process_ended_total: gone?.count,
      process_end_status: gone?.status,
    });
  };
}

/**
 * Pages that forked workers share count once: what each has for itself, and the largest of the shared parts (kernel:
 * Documentation/filesystems/proc.rst, smaps_rollup). Not the sum of PSS, which falls when a stranger runs the same
 * program. Of a single process it is the RSS, and so it is of those that may not be looked into.
 */
function residentKib(status: string[], rollups: (string | undefined)[]): number {
  const whole = status.map((text) => field(text, 'VmRSS'));
  if (whole.length < 2) return sum(whole);
  // Of one that has just ended nothing is resident either.
  const own = rollups.map((rollup, at) => (whole[at] === 0 ? 0 : ownKib(rollup)));
  if (own.includes(undefined)) return sum(whole);
  const shared = whole.map((kib, at) => kib - (own[at] ?? 0));
  return sum(own.map((kib) => kib ?? 0)) + Math.max(...shared);
}

/**
 * What the kernel cannot take back. Anonymous pages are shared among forks only, and shared memory among those who made it,
 * so that here their proportional parts add up to what is there. Where those are not told (before Linux 5.4, or to a
 * stranger) each counts in full, and without a division by kinds (before 4.5) nothing is known.
 */
function heldKib(status: string[], rollups: (string | undefined)[]): number | undefined {
  const parts = status.map((text, at) => {
    const rollup = rollups[at] ?? '';
    if (rollup.includes('Pss_Anon:')) return field(rollup, 'Pss_Anon') + field(rollup, 'Pss_Shmem');
    // A process that has just ended has no memory, and a kernel thread never had.
    if (!text.includes('VmRSS:')) return 0;
    return text.includes('RssAnon:') ? field(text, 'RssAnon') + field(text, 'RssShmem') : undefined;
  });
  return parts.includes(undefined) ? undefined : sum(parts.map((kib) => kib ?? 0));
}

function ownKib(rollup: string | undefined): number | undefined {
  return rollup === undefined ? undefined : field(rollup, 'Private_Clean') + field(rollup, 'Private_Dirty');
}

/** A number in /proc/PID/status or of its kind; 0 for a process that has just ended. */
function field(status: string, name: string): number {
  return Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1] ?? 0);
}

function sum(numbers: number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

/** Empty when one of them may not be looked into: half a sum would be a lie. */
function openDescriptors(
  pids: number[],
): Partial<Record<'process_open_fds' | 'process_open_sockets', number>> {
  const links: string[] = [];
  for (const pid of pids) {
    try {
      for (const fd of readdirSync(`/proc/${pid}/fd`)) links.push(`/proc/${pid}/fd/${fd}`);
    } catch (thrown) {
      if ((thrown as NodeJS.ErrnoException).code === 'EACCES') return {};
    }
  }
  return { process_open_fds: links.length, process_open_sockets: sockets(links) };
}

/** The soft limit; undefined where there is none, or it may not be read (proc_pid_limits(5)). */
function mostDescriptors(pid: number | undefined): number | undefined {
  const limits = readText(`/proc/${pid}/limits`) ?? '';
  const soft = /^Max open files\s+(\d+)/m.exec(limits)?.[1];
  return soft === undefined ? undefined : Number(soft);
}

/** Of more links than may be followed, those evenly spread over them stand for all. */
function sockets(links: string[]): number {
  const followed = Math.min(links.length, MAX_LINKS);
  let found = 0;
  for (let at = 0; at < followed; at++)
    if (isSocket(links[Math.floor((at * links.length) / followed)] ?? '')) found++;
  return followed === 0 ? 0 : Math.round((found * links.length) / followed);
}

/** The link of a socket is `socket:[inode]` (proc_pid_fd(5)). */
function isSocket(link: string): boolean {
  try {
    return readlinkSync(link).startsWith('socket:');
  } catch {
    return false; // closed in the meantime
  }
}

interface ThreadWait {
  thread: string;
  waitedNs: number;
}

/** Of each thread: nanoseconds on the run queue, the second number (kernel: Documentation/scheduler/sched-stats.rst). */
function threadWaits(pid: number): ThreadWait[] {
  const folder = `/proc/${pid}/task`;
  try {
    return readdirSync(folder).flatMap((thread) => {
      const schedstat = readText(`${folder}/${thread}/schedstat`)?.split(' ');
      return schedstat === undefined ? [] : [{ thread, waitedNs: Number(schedstat[1]) }];
    });
  } catch {
    return [];
  }
}

/** The kernel forgets a thread's wait when it ends; the sum here keeps what it has seen, so that it never falls. */
function onlyGrowing(): (waits: ThreadWait[]) => number | undefined {
  let before = new Map<string, number>();
  let totalNs = 0;
  return (waits) => {
    for (const { thread, waitedNs } of waits) {
      const known = before.get(thread) ?? 0;
      // Less than before is a new thread with an old number.
      totalNs += waitedNs >= known ? waitedNs - known : waitedNs;
    }
    before = new Map(waits.map(({ thread, waitedNs }) => [thread, waitedNs]));
    return waits.length === 0 ? undefined : totalNs;
  };
}

let bootSeconds: number | undefined;

function startTimeSeconds(stat: ProcessStat): number {
  bootSeconds ??= Number(/^btime (\d+)$/m.exec(readFileSync('/proc/stat', 'utf8'))?.[1]);
  return bootSeconds + stat.startTicks / TICKS_PER_SECOND;
}
