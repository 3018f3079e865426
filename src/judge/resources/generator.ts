/** Was the load generator itself short of CPU? Then slowness is ours as much as the service's. */
import type { Sample } from '../../contract/contract.ts';
import { peakLevel, totalSeconds } from '../../shared/load/shape.ts';
import { type Evidence, growth, series, spanSeconds, statOf } from '../evidence.ts';

export interface GeneratorLoad {
  /** Share of all cores that was busy. */
  hostBusy: number;
  /** Of the time k6's threads were runnable, the share they waited for a CPU. */
  waitShare: number;
}

/** With more of all cores in use, a program that wakes up finds none. */
export const HOST_FULL = 0.9;
/** Of the time in which a program could have run. */
export const WAITING = 0.3;
/** An operation wakes k6 some times; the mean wait says nothing of the longest. */
const MAX_WAITS = 5;

/** While the load is at its highest; undefined when it was not measured. */
export function generatorLoad(evidence: Evidence): GeneratorLoad | undefined {
  return generatorLoadIn(atPeak(evidence), evidence.run.machine.cores);
}

/** In these readings, on a machine of so many cores; undefined when it was not measured. */
export function generatorLoadIn(samples: Sample[], cores: number): GeneratorLoad | undefined {
  const busy = growth(samples, 'host_cpu_busy_seconds_total');
  const ran = growth(samples, 'k6_cpu_seconds_total');
  const waited = growth(samples, 'k6_cpu_wait_seconds_total');
  const points = series(samples, 'host_cpu_busy_seconds_total');
  const seconds = spanSeconds(points);
  if (busy === undefined || ran === undefined || waited === undefined || seconds <= 0 || ran + waited <= 0)
    return undefined;
  return { hostBusy: busy / seconds / cores, waitShare: waited / (ran + waited) };
}

/**
 * Whether k6 itself can have made this share of the answers later by so many ms, while the load was at its highest. It
 * cannot when it was behind with its work for less of the time, and its waits for a CPU are too short by far. With work
 * left over, Go keeps as many threads runnable as there are cores (GOMAXPROCS): their mean number tells how often that was.
 */
export function mayHaveDelayed(share: number, byMs: number, evidence: Evidence): boolean {
  const samples = atPeak(evidence);
  const ran = growth(samples, 'k6_cpu_seconds_total');
  const waited = growth(samples, 'k6_cpu_wait_seconds_total');
  const seconds = spanSeconds(series(samples, 'k6_cpu_seconds_total'));
  const operations = (statOf(evidence.summary, 'http_reqs', 'rate') ?? 0) * seconds;
  if (ran === undefined || waited === undefined || operations <= 0) return true;
  const behind = (ran + waited) / seconds / evidence.run.machine.cores;
  return share <= behind || byMs <= MAX_WAITS * ((1000 * waited) / operations);
}

/** Waiting on a machine that has idle cores is the scheduler's noise; a full machine without waiting has just enough. */
export function isGeneratorSaturated({ hostBusy, waitShare }: GeneratorLoad): boolean {
  return hostBusy > HOST_FULL && waitShare > WAITING;
}

/** Readings while the highest level was held: over a whole ladder its top would be averaged away. */
export function atPeak({ samples, scenario, summary }: Evidence): Sample[] {
  const startMs = summary?.loadStartedAtMs;
  if (startMs === undefined) return samples;
  const top = peakLevel(scenario.legs);
  const spans = scenario.legs.map((leg, index) => ({
    leg,
    from: totalSeconds(scenario.legs.slice(0, index)),
  }));
  const held = spans.find(({ leg }) => leg.move === 'hold' && leg.level === top);
  if (held === undefined) return samples;
  const fromMs = startMs + held.from * 1000;
  return samples.filter(({ t }) => t >= fromMs && t <= fromMs + held.leg.seconds * 1000);
}
