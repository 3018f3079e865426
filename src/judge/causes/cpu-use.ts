/** What the service's CPU did while the load was at its highest: how much of it was in use, and by which functions. */
import { FILES } from '../../store.ts';
import { type Evidence, growth } from '../evidence.ts';
import { atPeak, generatorLoad, isGeneratorSaturated } from '../generator.ts';
import { cumulativeOf, type Owner, ownersOf, totalOf } from '../pprof/owners.ts';
import { busyCpus, throttledShare } from '../pressure.ts';

export interface CpuUse {
  /** CPUs in use; undefined when neither box nor profile tell. */
  busy: number | undefined;
  /** CPUs of the box; undefined when there is no box. */
  cpus: number | undefined;
  /**
   * `idle`: little was in use, so whoever had to wait did not wait for the CPU. `crowded`: little, because others on the
   * machine had it. `busy`: neither, or throttled by the box, or not known.
   */
  state: 'idle' | 'crowded' | 'busy';
  /** Whose the time of the program's own threads was; empty without a profile. */
  owners: Owner[];
  /** The service's own functions with all that they call. */
  cumulative: Owner[];
  /** Time of the program's own threads, nanoseconds. */
  total: number;
  /** Share of all CPU time that a runtime used beside them (V8: collector, compiler, file system). */
  besides: number;
}

/** With less than this of one CPU in use a request seldom waits for another one that computes (M/D/1: half its own time). */
const IDLE_CPUS = 0.5;
/** A service that is throttled more often than this is idle because it must be. */
const LEAST_THROTTLED_SHARE = 0.1;
const NANOS_PER_SECOND = 1e9;

export function cpuUse(evidence: Evidence): CpuUse {
  const peak = { ...evidence, samples: atPeak(evidence) };
  const profile = evidence.pprof(FILES.cpuProfile);
  const type = profile?.types.indexOf('cpu') ?? -1;
  const all = profile === undefined ? [] : ownersOf(profile, type);
  const owners = all.filter(({ kind }) => kind !== 'threads');
  const seconds = type === -1 ? undefined : profile?.seconds;
  const busy =
    busyCpus(peak) ?? (seconds === undefined ? undefined : totalOf(all) / NANOS_PER_SECOND / seconds);
  const cpus = evidence.profile.limits?.cpus;
  return {
    busy,
    cpus,
    state: busy !== undefined && busy < IDLE_CPUS * Math.min(1, cpus ?? 1) ? stateOfLittleUse(peak) : 'busy',
    owners,
    cumulative: profile === undefined ? [] : cumulativeOf(profile, type),
    total: totalOf(owners),
    besides: 1 - totalOf(owners) / Math.max(1, totalOf(all)),
  };
}

function stateOfLittleUse(peak: Evidence): CpuUse['state'] {
  if ((throttledShare(peak) ?? 0) >= LEAST_THROTTLED_SHARE) return 'busy';
  const load = generatorLoad(peak);
  const ran = growth(peak.samples, 'process_cpu_seconds_total') ?? 0;
  const waited = growth(peak.samples, 'process_cpu_wait_seconds_total') ?? 0;
  return waited > ran || (load !== undefined && isGeneratorSaturated(load)) ? 'crowded' : 'idle';
}
