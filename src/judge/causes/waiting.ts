/**
 * Does a service let its clients wait while it has little to compute? Told by its own answers to a user alone, measured right
 * before the load, so that no mark and no speed of a machine is needed: who shares a CPU that is idle waits for something else
 * (a lock, a pool, a service behind it).
 */
import { K6_METRIC } from '../../contract/contract.ts';
import { msText } from '../../text/numbers.ts';
import { MIN_TO_JUDGE } from '../doubts/shortcomings.ts';
import { type Evidence, growth, series, spanSeconds, statOf } from '../evidence.ts';
import { type Level, samplesBetween } from '../load/levels.ts';
import { shareAbove } from '../load/quantiles.ts';
import { type GeneratorLoad, mayHaveDelayed } from '../resources/generator.ts';
import { type CpuUse, cpuUse } from './cpu-use.ts';
import { waitersCause } from './waiters.ts';

/** What one operation took while a level was held. */
export interface Held {
  op: string;
  level: Level;
  p95Ms: number;
  /** Median of a user alone; undefined when it was not measured. */
  aloneMs: number | undefined;
}

/** Queues behind one CPU and a busy machine make answers some times as long. */
const MIN_TIMES = 20;
/** Where a list of what the service did under this load shows most requests at one lock or pool, it is no such queue. */
const MIN_TIMES_NAMED = 5;
/** Of the slowest answer to the user alone: one may have been slow by accident. */
const MIN_TIMES_SLOWEST = 2;
/** Nobody notices less. */
const MIN_MS = 250;
/** A clock shows no less. */
const SMALLEST_MS = 0.1;
/** A generator that has less room than this may have kept the answers itself … */
const MAX_HOST_BUSY = 0.8;
const MAX_WAIT_SHARE = 0.2;
/** … unless the service says that it holds this share of them. */
const OWN_QUEUE_SHARE = 0.5;

/** What each operation took at a level; empty where k6 did not tell them apart, and of too few answers. */
export function heldAt(level: Level, { summary }: Evidence): Held[] {
  const pattern = new RegExp(`^${K6_METRIC.opDuration}\\{op:(\\w+),leg:${level.leg}\\}$`);
  return Object.keys(summary?.metrics ?? {}).flatMap((metric) => {
    const op = pattern.exec(metric)?.[1];
    const p95Ms = statOf(summary, metric, 'p(95)');
    if (op === undefined || p95Ms === undefined) return [];
    if ((statOf(summary, metric, 'count') ?? 0) < MIN_TO_JUDGE) return [];
    return [{ op, level, p95Ms, aloneMs: summary?.alone?.[op]?.medianMs }];
  });
}

/** k6's statistics of the same answers. */
export function valuesOf(
  { op, level }: Pick<Held, 'op' | 'level'>,
  { summary }: Evidence,
): Record<string, number> {
  return summary?.metrics[`${K6_METRIC.opDuration}{op:${op},leg:${level.leg}}`]?.values ?? {};
}

/** The service's CPU while the level was held. */
export function cpuAt({ fromSeconds, toSeconds }: Level, evidence: Evidence): CpuUse {
  return cpuUse(evidence, {}, samplesBetween(evidence, fromSeconds, toSeconds));
}

/** Those of a level that took many times what a user alone is answered in, though the CPU was idle; the worst first. */
export function waitsAt(level: Level, evidence: Evidence): Held[] {
  const alone = evidence.summary?.alone ?? {};
  const isNamed = level.phase === 'steady' && waitersCause(evidence).length > 0;
  const leastTimes = isNamed ? MIN_TIMES_NAMED : MIN_TIMES;
  const waits = heldAt(level, evidence)
    .filter(({ op, p95Ms }) => p95Ms >= MIN_TIMES_SLOWEST * (alone[op]?.slowestMs ?? Infinity))
    .filter((held) => held.p95Ms >= MIN_MS && (timesAlone(held) ?? 0) >= leastTimes)
    .sort((a, b) => (timesAlone(b) ?? 0) - (timesAlone(a) ?? 0));
  return waits.filter((held) => isOwnWait(held, leastTimes * (held.aloneMs ?? 0), evidence));
}

/**
 * Whether it is the service that lets its clients wait, and not for want of CPU.
 * @param lateMs what takes longer is late
 */
export function isOwnWait(held: Held, lateMs: number, evidence: Evidence): boolean {
  const { level } = held;
  const isIdle = !mayBeOurs(level) && cpuAt(level, evidence).state === 'idle';
  return isIdle || isNobodyElses(held, lateMs, evidence);
}

/** So late, and for so many of the answers, as want of CPU cannot have made them, k6's or the service's own. */
function isNobodyElses({ op, level, p95Ms }: Held, lateMs: number, evidence: Evidence): boolean {
  const late = shareAbove(valuesOf({ op, level }, evidence), lateMs);
  if (mayHaveDelayed(late, p95Ms, evidence)) return false;
  const samples = samplesBetween(evidence, level.fromSeconds, level.toSeconds);
  const seconds = spanSeconds(series(samples, 'process_cpu_seconds_total'));
  const ran = growth(samples, 'process_cpu_seconds_total');
  const waited = growth(samples, 'process_cpu_wait_seconds_total');
  // Who wants to run for a tenth of the time is kept from it for a tenth of the answers at most.
  if (ran === undefined || waited === undefined || late * seconds <= ran + waited) return false;
  return cpuUse(evidence, { restsOnTiming: false }, samples).state === 'idle';
}

/** How many times as long as for a user alone; undefined when that was not measured. */
export function timesAlone({ p95Ms, aloneMs }: Pick<Held, 'p95Ms' | 'aloneMs'>): number | undefined {
  return aloneMs === undefined ? undefined : p95Ms / Math.max(SMALLEST_MS, aloneMs);
}

/** Longer than this share more than a user alone is answered in, some wait for others. */
const MAX_TIMES_SAME = 1.25;
/** Where the slowest answers take so little longer than the quickest, all take the same. */
const MAX_SPREAD = 1.1;

/** Whether it takes every user, and a user alone, the same time: then it is slow itself, and nobody's want of CPU made it so. */
export function isAlwaysAsLong(op: string, values: Record<string, number>, { summary }: Evidence): boolean {
  const aloneMs = summary?.alone?.[op]?.medianMs;
  const { 'p(5)': least, 'p(95)': p95Ms } = values;
  if (aloneMs === undefined || least === undefined || p95Ms === undefined || p95Ms < MIN_MS) return false;
  return p95Ms <= MAX_SPREAD * least && p95Ms <= MAX_TIMES_SAME * aloneMs;
}

/** `300 times the 4.0 ms of a user alone`, `as long as for a user alone`; empty when that was not measured. */
export function timesText(held: Pick<Held, 'p95Ms' | 'aloneMs'>): string {
  const times = timesAlone(held);
  if (times === undefined) return '';
  if (times <= MAX_TIMES_SAME) return 'as long as for a user alone';
  const shown = times < 10 ? times.toFixed(1) : String(Math.round(times));
  return `${shown} times the ${msText(held.aloneMs)} of a user alone`;
}

/** `while the CPU is idle (0.05 of 1 in use): it waits` */
export function idleText({ busy, cpus }: Pick<CpuUse, 'busy' | 'cpus'>): string {
  const used =
    busy === undefined ? '' : ` (${busy.toFixed(2)} ${cpus === undefined ? 'CPUs' : `of ${cpus}`} in use)`;
  return `while the CPU is idle${used}: it waits`;
}

/** Softer than a doubt: what would not take back a verdict may still be no ground for one. */
function mayBeOurs({ generator, inFlight, ownInFlight }: Level): boolean {
  if (generator === undefined || !isPressed(generator)) return false;
  return inFlight === undefined || ownInFlight === undefined || ownInFlight < OWN_QUEUE_SHARE * inFlight;
}

function isPressed({ hostBusy, waitShare }: GeneratorLoad): boolean {
  return hostBusy > MAX_HOST_BUSY && waitShare > MAX_WAIT_SHARE;
}
