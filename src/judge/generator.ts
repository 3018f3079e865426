/** Was the load generator itself short of CPU? Then slowness is ours as much as the service's. */
import { type Evidence, growth, series, spanSeconds } from './evidence.ts';

export interface GeneratorLoad {
  /** Share of all cores that was busy. */
  hostBusy: number;
  /** Of the time k6's threads were runnable, the share they waited for a CPU. */
  waitShare: number;
}

const HOST_FULL = 0.9;
const WAITING = 0.3;

/** Undefined when it was not measured. */
export function generatorLoad({ samples, run }: Evidence): GeneratorLoad | undefined {
  const busy = growth(samples, 'host_cpu_busy_seconds_total');
  const ran = growth(samples, 'k6_cpu_seconds_total');
  const waited = growth(samples, 'k6_cpu_wait_seconds_total');
  const points = series(samples, 'host_cpu_busy_seconds_total');
  const seconds = spanSeconds(points);
  if (busy === undefined || ran === undefined || waited === undefined || seconds <= 0 || ran + waited <= 0)
    return undefined;
  return { hostBusy: busy / seconds / run.machine.cores, waitShare: waited / (ran + waited) };
}

/** Waiting on a machine that has idle cores is the scheduler's noise; a full machine without waiting has just enough. */
export function isGeneratorSaturated({ hostBusy, waitShare }: GeneratorLoad): boolean {
  return hostBusy > HOST_FULL && waitShare > WAITING;
}
