import { setTimeout as delay } from 'node:timers/promises';
import type { SourceMapper } from '@datadog/pprof';
import { Profile, ValueType } from 'pprof-format';
import type { Pprof } from './profiling.ts';
import { ServiceError } from './service-error.ts';

/** Twice as fine as Go's 10 ms: a quick run is short. Costs a saturated service too little to measure. */
const SAMPLE_INTERVAL_MICROS = 5000;
/** What V8 calls the event loop's waiting. */
const IDLE = '(idle)';

/** One row of a profile of the library: how often it was met, and the CPU time found there. */
interface Row {
  sample: Profile['sample'][number];
  hits: number;
  cpuNanos: number;
  idle: boolean;
}

/**
 * Starts the sampler once while the service is at rest. Its first start makes a list of the lines of every script, and a
 * garbage collection that falls into it waits for ever for a lock which the start holds (Node 20.20, V8's
 * ExistingCodeLogger::LogCompiledFunctions below Heap::MarkCompact): a service whose memory grew stood still from the begin
 * of its first profile on. Later starts find the lists made.
 */
export function warmUpSampler({ time }: Pprof, sources: SourceMapper): void {
  time.start({ intervalMicros: SAMPLE_INTERVAL_MICROS, sourceMapper: sources });
  time.stop();
}

/**
 * CPU time by function, nanoseconds, over the next `seconds`. The sum is what the kernel says the process used; what
 * its other threads used (file system pool, garbage collector, compiler) is one row, `Non JS threads activity`.
 * @param signal ends it early: rejects
 * @throws ServiceError profile_running when one is being taken, as there is one sampler only
 */
export async function takeCpuProfile(
  { time }: Pprof,
  seconds: number,
  sources: SourceMapper,
  signal: AbortSignal,
): Promise<Profile> {
  if (time.isStarted())
    throw new ServiceError('profile_running', 'a CPU profile is being taken; ask again when it is done');
  // CPU time comes with the sampler's contexts only.
  time.start({
    intervalMicros: SAMPLE_INTERVAL_MICROS,
    withContexts: true,
    collectCpuTime: true,
    sourceMapper: sources,
  });
  try {
    await delay(seconds * 1000, undefined, { signal });
  } catch (error) {
    time.stop();
    throw error;
  }
  return cpuOnly(time.stop());
}

/**
 * The library gives a sample the CPU time since the sample before. One that meets the loop waiting is given what the
 * functions before it used, and a service of many short requests seems to burn its CPU while idle. So the main
 * thread's time is shared out by how often each function was met, as an ordinary sampling profiler does it.
 */
function cpuOnly(profile: Profile): Profile {
  const rows = rowsOf(profile);
  const met = rows.filter(({ idle }) => !idle);
  const mainThread = rows.filter(({ hits }) => hits > 0);
  const nanosPerHit = sum(mainThread, 'cpuNanos') / Math.max(sum(met, 'hits'), 1);
  for (const { sample, hits, cpuNanos } of met)
    sample.value = [hits, Math.round(hits > 0 ? hits * nanosPerHit : cpuNanos)];
  const { stringTable } = profile;
  const cpu = new ValueType({ type: stringTable.dedup('cpu'), unit: stringTable.dedup('nanoseconds') });
  return new Profile({
    ...profile,
    sampleType: [
      new ValueType({ type: stringTable.dedup('samples'), unit: stringTable.dedup('count') }),
      cpu,
    ],
    sample: met.map(({ sample }) => sample),
    periodType: cpu,
  });
}

/** The library's values are: hits, wall time, CPU time. */
function rowsOf({ sample, location, function: functions, stringTable }: Profile): Row[] {
  const idleNames = new Set(
    functions.filter(({ name }) => stringTable.strings[Number(name)] === IDLE).map(({ id }) => id),
  );
  const idleLocations = new Set(
    location.filter(({ line }) => idleNames.has(line[0]?.functionId ?? 0)).map(({ id }) => id),
  );
  return sample.map((one) => ({
    sample: one,
    hits: Number(one.value[0]),
    cpuNanos: Number(one.value[2]),
    idle: idleLocations.has(one.locationId[0] ?? 0),
  }));
}

function sum(rows: readonly Row[], key: 'hits' | 'cpuNanos'): number {
  return rows.reduce((total, row) => total + row[key], 0);
}
