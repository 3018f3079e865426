/** What can leak: in which series it shows, which growth is no settling any more, and where it ends. */

import type { SampleName } from '../../contract/contract.ts';
import { MAX_TASKS } from '../../store/records/records.ts';
import { FILES } from '../../store/store.ts';
import { MIB } from '../../text/numbers.ts';
import { adviceOf } from '../advice.ts';
import type { Found } from '../detector.ts';
import { type Evidence, series } from '../evidence.ts';

export interface LeakKind {
  unit: 'MiB' | 'database connections' | 'sockets' | 'handles' | 'file descriptors' | 'threads';
  /** In order of exactness, with the factor that turns a reading into the unit. `held` is what store/held-memory.ts finds. */
  series: [name: SampleName | 'held', says: string, factor: number][];
  /** So many of them one user of the load may hold at most; absent: none. */
  perUser?: number;
  /** Growth that a healthy service may show in a steady phase. */
  settling: number;
  /** Where it ends, from a level; undefined when that is not known. */
  limit(evidence: Evidence, level: number): { value: number; says: string } | undefined;
  advice: string;
  /** The profiles that `advice` names. */
  sees?: Found['sees'];
  evidence: string[];
  /** So many of these one of it holds at most: growth of theirs that is mostly its own is no leak besides. */
  holds?: Partial<Record<LeakKind['unit'], number>>;
}

/** A runtime takes memory before it first cleans up thoroughly: V8's young generation alone is three semi-spaces of 16 MiB. */
const SETTLING_MIB = 64;
/** The load's own connections are open before the phase is judged; what a pool or a burst of slow requests adds stays under this. */
const SETTLING_HANDLES = 32;
/** A pool that is still filling after the warm-up: those of usual size have ten or twenty connections. */
const SETTLING_CONNECTIONS = 16;
/** Where judge/detectors/concurrency.ts calls goroutines and handles critical. */
const MAX_HANDLES = 5000;
/** RLIMIT_NOFILE where nobody raised it: soft for old, hard for runtimes that raise it themselves (systemd-system.conf(5)). */
const SOFT_FD_LIMIT = 1024;
const HARD_FD_LIMIT = 524_288;

export const LEAK_KINDS: LeakKind[] = [
  {
    unit: 'MiB',
    series: [
      ['runtime_heap_mb', 'heap', 1],
      ['runtime_sys_mb', 'memory held by the runtime', 1],
      ['held', 'memory', 1 / MIB],
    ],
    settling: SETTLING_MIB,
    limit({ profile }) {
      if (profile.limits === undefined) return undefined;
      const value = profile.limits.memoryBytes / MIB;
      return { value, says: `the ${Math.round(value)} MiB of the box are full` };
    },
    ...adviceOf`compare ${FILES.heapEnd} with ${FILES.heapStart}: what is only in the later one is being retained, for example by an unbounded map or list, or a listener that is never removed`,
    evidence: [FILES.samples, FILES.heapStart, FILES.heapEnd],
  },
  {
    unit: 'database connections',
    series: [['catalog_connections', 'the number of open database connections', 1]],
    settling: SETTLING_CONNECTIONS,
    limit: descriptorLimit,
    advice:
      'close or return every connection on every path, including errors and early returns, take all from one bounded pool, and let the pool report those that are held for long',
    evidence: [FILES.samples],
    // to a server it is one socket; to a file it is a descriptor of each of database and log
    holds: { sockets: 1, handles: 1, 'file descriptors': 2 },
  },
  {
    unit: 'sockets',
    perUser: 1,
    series: [['process_open_sockets', 'the number of open connections (sockets)', 1]],
    settling: SETTLING_HANDLES,
    limit: descriptorLimit,
    advice:
      'list them with `ss -tanp` while it runs: the peer shows whose they are; close or return every connection on every path, including errors, and bound the pools',
    evidence: [FILES.samples],
    holds: { handles: 1, 'file descriptors': 1 },
  },
  {
    unit: 'handles',
    perUser: 2,
    series: [
      ['runtime_goroutines', 'the number of goroutines', 1],
      ['runtime_handles', 'the number of open handles', 1],
    ],
    settling: SETTLING_HANDLES,
    limit: () => ({ value: MAX_HANDLES, says: `${MAX_HANDLES} are reached` }),
    ...adviceOf`see in ${FILES.goroutineEnd} what waits there: a timer that is never cleared, a socket or response that is never closed, a goroutine that never ends`,
    evidence: [FILES.samples, FILES.goroutineEnd],
  },
  {
    unit: 'file descriptors',
    perUser: 1,
    series: [['process_open_fds', 'the number of open file descriptors', 1]],
    settling: SETTLING_HANDLES,
    limit: descriptorLimit,
    advice:
      'list them with `ls -l /proc/PID/fd` while it runs, and close files and sockets on every path, including errors',
    evidence: [FILES.samples],
  },
  {
    unit: 'threads',
    perUser: 1,
    series: [
      ['process_threads', 'the number of threads', 1],
      ['cgroup_pids', 'the number of threads and processes', 1],
    ],
    settling: SETTLING_HANDLES,
    limit({ run }) {
      if (!run.target.startedByUs) return undefined;
      return { value: MAX_TASKS, says: `the ${MAX_TASKS} that the box allows are reached` };
    },
    advice:
      'list them with `ps -eLf` while it runs: bound the pools, stop what is started for a request, and reap child processes',
    evidence: [FILES.samples],
  },
];

/** Of memory that grows while the heap is level: heap profiles do not show it. */
export const OUTSIDE_ADVICE =
  'the heap is level, so heap profiles do not show it: look at classes generated at run time (metaspace), compiled code, thread stacks, and native buffers; on a JVM tell them apart with `jcmd PID VM.native_memory` (-XX:NativeMemoryTracking=summary)';

/** The service's own, where it is known. */
function descriptorLimit({ samples }: Evidence, level: number): { value: number; says: string } {
  const own = series(samples, 'process_max_fds').at(-1)?.value;
  if (own !== undefined) return { value: own, says: `its limit of ${own} open files is reached` };
  const value = level < SOFT_FD_LIMIT ? SOFT_FD_LIMIT : HARD_FD_LIMIT;
  return { value, says: `the usual limit of ${value} is reached` };
}
