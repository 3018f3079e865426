/** What the service's CPU did at some time: how much of it was in use, and by which functions. */
import type { Sample } from '../../contract/contract.ts';
import { FILES } from '../../store/store.ts';
import type { Found } from '../detector.ts';
import { type Evidence, growth, series, spanSeconds } from '../evidence.ts';
import { cumulativeOf, type Owner, ownersOf, totalOf } from '../pprof/owners.ts';
import { allowedCpus } from '../resources/allowed-cpus.ts';
import { generatorLoadIn, isGeneratorSaturated } from '../resources/generator.ts';
import { busyCpus, throttledShare } from '../resources/pressure.ts';

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
const MIN_THROTTLED_SHARE = 0.1;
const NANOS_PER_SECOND = 1e9;

/** @param samples of the time that counts; the profile is of the highest load */
export function cpuUse(evidence: Evidence, finding: Pick<Found, 'restsOnTiming'>, samples: Sample[]): CpuUse {
  const then = { ...evidence, samples };
  const profile = evidence.pprof(FILES.cpuProfile);
  const type = profile?.types.indexOf('cpu') ?? -1;
  const all = profile === undefined ? [] : ownersOf(profile, type);
  const owners = all.filter(({ kind }) => kind !== 'threads');
  const seconds = type === -1 ? undefined : profile?.seconds;
  const busy =
    busyCpus(then) ?? (seconds === undefined ? undefined : totalOf(all) / NANOS_PER_SECOND / seconds);
  const cpus = allowedCpus(then);
  return {
    busy,
    cpus,
    state:
      busy !== undefined && busy < IDLE_CPUS * Math.min(1, cpus ?? 1)
        ? stateOfLittleUse(then, finding)
        : 'busy',
    owners,
    cumulative: profile === undefined ? [] : cumulativeOf(profile, type),
    total: totalOf(owners),
    besides: 1 - totalOf(owners) / Math.max(1, totalOf(all)),
  };
}

/** Where the detector has ruled out that others were to blame, who wanted less than a whole CPU did not wait for it. */
function stateOfLittleUse(then: Evidence, { restsOnTiming }: Pick<Found, 'restsOnTiming'>): CpuUse['state'] {
  if ((throttledShare(then) ?? 0) >= MIN_THROTTLED_SHARE) return 'busy';
  const { samples, run } = then;
  const load = generatorLoadIn(samples, run.machine.cores);
  const ran = growth(samples, 'process_cpu_seconds_total') ?? 0;
  const waited = growth(samples, 'process_cpu_wait_seconds_total') ?? 0;
  const isCrowded = waited > ran || (load !== undefined && isGeneratorSaturated(load));
  if (!isCrowded) return 'idle';
  if (restsOnTiming !== false) return 'crowded';
  const seconds = spanSeconds(series(samples, 'process_cpu_seconds_total'));
  return ran + waited < Math.min(1, allowedCpus(then) ?? 1) * seconds ? 'idle' : 'busy';
}
