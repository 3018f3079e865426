/**
 * Did the service run out of memory? By the kernel's hand (the control group's OOM killer), by its runtime's own, which
 * then says so at the end of its log, or by ours: the watchdog ends a load before the kernel must.
 */

import type { Sample, SampleName } from '../../contract/contract.ts';
import { heldMemory } from '../../store/held-memory.ts';
import { howEnded } from '../../store/how-ended.ts';
import type { Finding } from '../../store/records/records.ts';
import { FILES } from '../../store/store.ts';
import { MIB } from '../../text/numbers.ts';
import type { Found } from '../detector.ts';
import { type Evidence, growth, highest, type Point, series, spanSeconds } from '../evidence.ts';
import { secondsInto, whenText } from '../load/load-clock.ts';
import { lastWords } from '../logs/last-words.ts';
import { OWNERLESS_ADVICE, ownerlessText } from '../resources/ownerless-memory.ts';
import { uncollectedText } from '../resources/uncollected.ts';

/** Growth before the end is told over this time: long enough for a slope, short enough to be what led to it. */
const LAST_SECONDS = 10;
/** A working set so near to the limit leaves the kernel nothing to reclaim. */
const FULL_SHARE = 0.9;
/** Slower than this is not what ended it. */
const MIN_GROWTH_MIB_PER_SECOND = 1;

/** A process that ends lets go of its memory first: a last reading under this share of the one before it may be of that. */
const LETS_GO_SHARE = 0.5;

/** V8, Go, the JVM, CPython, Rust, C++, .NET, Ruby, PHP, and errno ENOMEM in anybody's words. */
const OUT_OF_MEMORY = [
  /heap out of memory|^FATAL ERROR:.*Allocation failed/m,
  /^(fatal error: )?runtime: (out of memory|cannot allocate)/m,
  /\bOutOfMemory(Error|Exception)\b/,
  /^MemoryError\b/m,
  /\bmemory allocation of \d+ bytes failed/,
  /\bstd::bad_alloc\b/,
  /\bNoMemoryError\b/,
  /\bAllowed memory size of \d+ bytes exhausted/,
  /\bcannot allocate memory\b/i,
];

const BOUND_IT =
  'look for what is kept per request (caches, buffers, queues) and bound it, or use a box with more memory; with fewer VUs (--vus) it may survive long enough for a heap profile';
const RAISE_IT = `if the box has memory left, raise the runtime's own limit (--max-old-space-size, GOMEMLIMIT, MaxRAMPercentage); if not: ${BOUND_IT}`;

export function judgeOom(evidence: Evidence): Found[] {
  const how = howItRanOut(evidence);
  if (how === undefined) return [];
  const { metric, points } = memoryUntil(evidence, how.atMs);
  const boxBytes = evidence.profile.limits?.memoryBytes;
  const boxMib = boxBytes === undefined ? undefined : boxBytes / MIB;
  const peak = heldInBox(highest(points), boxMib);
  const atSeconds = secondsInto(evidence, how.atMs);
  const ownerless = ownerlessText(evidence.samples.filter(({ t }) => t <= how.atMs));
  const { cause } = causeOf(evidence, points, boxMib, how.said);
  const uncollected = uncollectedText(evidence.samples.filter(({ t }) => t <= how.atMs));
  const causes = [ownerless, uncollected, cause].filter((each) => each !== undefined);
  return [
    {
      detector: 'oom',
      status: 'critical',
      metric,
      ...(peak === undefined ? {} : { value: Math.round(peak) }),
      ...(boxMib === undefined ? {} : { limit: Math.round(boxMib) }),
      unit: 'MiB',
      message: how.saysHeld === true ? how.message : `${how.message}${heldText(peak, boxMib)}`,
      ...(atSeconds === undefined ? {} : { atSeconds }),
      ...(causes.length === 0 ? {} : { cause: causes.join('; ') }),
      advice: ownerless === undefined ? how.advice : OWNERLESS_ADVICE,
      evidence: [FILES.outcome, FILES.samples, FILES.targetLog, FILES.heapStart],
    },
  ];
}

interface RanOut {
  message: string;
  advice: string;
  atMs: number;
  /** The message has the memory that was held. */
  saysHeld?: true;
  /** What the runtime said of it. */
  said?: string;
}

function howItRanOut(evidence: Evidence): RanOut | undefined {
  const { outcome, logTail } = evidence;
  const cause = outcome?.firstCause;
  const exit = outcome?.serviceExit;
  if (cause?.id === 'target-oom-killed') {
    const message = `the kernel OOM-killed the service ${whenText(evidence, cause.atMs)}`;
    return { message, advice: BOUND_IT, atMs: cause.atMs };
  }
  if (cause?.id === 'target-memory-critical')
    return { message: cause.message, advice: BOUND_IT, atMs: cause.atMs, saysHeld: true };
  const killedMs = killSeenMs(evidence);
  if (killedMs !== undefined) {
    const kills = growth(evidence.samples, 'cgroup_oom_kills_total') ?? 1;
    const times = kills > 1 ? `, and ${kills} times in all` : '';
    const message = `the kernel OOM-killed a process of the service ${whenText(evidence, killedMs)}${times}`;
    return { message, advice: BOUND_IT, atMs: killedMs };
  }
  if (exit === undefined || !OUT_OF_MEMORY.some((pattern) => pattern.test(logTail))) return undefined;
  const words = lastWords(logTail);
  return {
    message: `the service ended ${howEnded(exit.code, exit.signal)} ${whenText(evidence, exit.atMs)}: its runtime ran out of memory`,
    advice: RAISE_IT,
    atMs: exit.atMs,
    ...(words === undefined ? {} : { said: words }),
  };
}

/** A kill that the service as a whole outlived is seen by the count of them. */
function killSeenMs({ samples }: Evidence): number | undefined {
  const kills = series(samples, 'cgroup_oom_kills_total');
  return kills.find(({ value }) => value > (kills[0]?.value ?? value))?.t;
}

/** RSS counts pages that other groups pay for, such as a program's own code: what it had of the box is no more than the box. */
function heldInBox(peak: number | undefined, boxMib: number | undefined): number | undefined {
  return peak === undefined || boxMib === undefined ? peak : Math.min(peak, boxMib);
}

function heldText(peak: number | undefined, boxMib: number | undefined): string {
  if (peak === undefined) return '';
  if (peak === boxMib) return `; it had held all ${Math.round(boxMib)} MiB of the box`;
  return `; it had held up to ${Math.round(peak)} MiB${boxMib === undefined ? '' : ` of the box's ${Math.round(boxMib)} MiB`}`;
}

/** What the runtime said, or else how memory went in the last readings before. */
function causeOf(
  { samples }: Evidence,
  points: Point[],
  boxMib: number | undefined,
  said: string | undefined,
): Pick<Finding, 'cause'> {
  if (said !== undefined) return { cause: `last message in ${FILES.targetLog}: ${said}` };
  const last = points.at(-1);
  const late = points.filter(({ t }) => t >= (last?.t ?? 0) - LAST_SECONDS * 1000);
  const seconds = spanSeconds(late);
  if (last === undefined || seconds === 0) return {};
  const perSecond = (last.value - (late[0]?.value ?? 0)) / seconds;
  if (perSecond >= MIN_GROWTH_MIB_PER_SECOND)
    return { cause: `memory grew by ${Math.round(perSecond)} MiB/s in the ${Math.round(seconds)} s before` };
  if (boxMib === undefined) return {};
  return last.value > FULL_SHARE * boxMib
    ? { cause: `it had been at the limit of the box for ${Math.round(seconds)} s` }
    : {
        cause: `its memory stood at ${Math.round(last.value)} MiB, then it took the rest of the box within a second${countedText(samples, last)}`,
      };
}

/** What no reading saw the kernel has counted, where a reading came after it: of a service that outlived the kill of a child. */
function countedText(samples: Sample[], last: Point): string {
  const peak = (highest(series(samples, 'cgroup_memory_peak_bytes')) ?? 0) / MIB;
  return peak > last.value ? `; the kernel counted ${Math.round(peak)} MiB at most` : '';
}

/** What it held until then, MiB. */
function memoryUntil({ samples }: Evidence, atMs: number): { metric: SampleName; points: Point[] } {
  const { metric, points: all } = heldMemory(samples) ?? { metric: 'cgroup_memory_held_bytes', points: [] };
  const points = all.filter(({ t }) => t <= atMs);
  return { metric, points: whileItLived(points).map(({ t, value }) => ({ t, value: value / MIB })) };
}

function whileItLived(points: Point[]): Point[] {
  const [before, last] = points.slice(-2);
  if (before === undefined || last === undefined) return points;
  return last.value < LETS_GO_SHARE * before.value ? points.slice(0, -1) : points;
}
