/** How much memory k6 may take for a load, and what it will keep of it. Compared with this machine before the load begins. */
import { arrivalsDue, peakLevel } from '../shared/load/shape.ts';
import type { ScenarioPlan } from '../store/records/records.ts';
import { MIB, roundedText } from '../text/numbers.ts';

export interface MemoryBudget {
  /** Over this k6 is asked to stop. */
  softBytes: number;
  /** Over this it is killed. */
  hardBytes: number;
  /** GOGC, percent: how much garbage k6 may make for what it uses before it collects it. */
  garbagePercent: number;
}

const GIB = 1024 * MIB;

/** k6 itself, a script, and the garbage that it is let off collecting: ten times what k6 takes with ten VUs. */
const BASE_BYTES = 512 * MIB;
/** A VU's own runtime, half a MiB, and one answer that it holds: as bytes, unpacked, and as text of two bytes a character. */
const BYTES_A_VU = 16 * MIB;
/** Of the open model the levels are rates, and its VUs a pool of at most so many. */
const MAX_POOL_VUS = 2000;
/** Of what is available when the load begins: the service in its box, and others, need the rest. */
const SHARE = 0.75;
/** Less than this k6 needs to begin at all. */
const MIN_BYTES = 256 * MIB;
/** Time to stop politely for what grows slowly; what grows suddenly goes on while it is asked. */
const HARD = 1.25;
const HARD_SHARE = 0.9;

/**
 * What is in use right after a collection, with ping at 200 VUs. To collect less often than usual leaves 4 % more CPU for the
 * load; where many VUs have much in use it would take memory that the service may need.
 */
const USED_BASE_BYTES = 24 * MIB;
const USED_BYTES_A_VU = 0.2 * MIB;
/** Besides, for bodies: what is sent, and what of an answer is compared. */
const USED_FOR_BODIES: Partial<Record<string, number>> = { upload: 0.4 * MIB, batch: MIB, s3: MIB };
const FREE_HAND_BYTES = 256 * MIB;
const GARBAGE_PERCENT = { least: 100, most: 400 };

/**
 * What k6's live dashboard keeps of each operation, bytes; without it k6 keeps nothing of them. Eight of each of about a dozen
 * trends (metrics.TrendSink), in slices that grow by a quarter when they are full. Measured in heap profiles of k6 v2.2 under
 * ping-open: 222 bytes for a dashboard and a summary together.
 */
const KEPT_BYTES = 150;
/** The slice that is left and the one it is copied into are both there for a moment. */
const ROOM = 2;
/** Where nothing but the service says how many come: more than most do in a box of two CPUs. */
const ASSUMED_RATE = 1000;

/** @param availableBytes of this machine @param keeps k6 every sample, as it does for its live dashboard and where it runs alone */
export function memoryBudget(scenario: ScenarioPlan, availableBytes: number, keeps: boolean): MemoryBudget {
  const vus = scenario.model === 'open' ? MAX_POOL_VUS : peakLevel(scenario.legs);
  const kept = keeps ? ROOM * keptOf(scenario).bytes : 0;
  const wanted = BASE_BYTES + vus * BYTES_A_VU + kept;
  const softBytes = Math.max(MIN_BYTES, Math.min(wanted, SHARE * availableBytes));
  const hardBytes = Math.max(softBytes, Math.min(HARD * softBytes, HARD_SHARE * availableBytes));
  return { softBytes, hardBytes, garbagePercent: garbagePercentOf(vus, scenario.needs) };
}

/** What k6 has in use while so many VUs play a scenario, bytes, without garbage and without what it keeps of operations. */
export function usedBytes(vus: number, needs: string[]): number {
  const each = needs.reduce((sum, need) => sum + (USED_FOR_BODIES[need] ?? 0), USED_BYTES_A_VU);
  return USED_BASE_BYTES + vus * each;
}

function garbagePercentOf(vus: number, needs: string[]): number {
  const percent = 100 * (FREE_HAND_BYTES / usedBytes(vus, needs) - 1);
  return Math.round(Math.max(GARBAGE_PERCENT.least, Math.min(GARBAGE_PERCENT.most, percent)));
}

/** A sentence for each load that is so long that k6 may run out of its budget by what its live dashboard keeps. */
export function tooLongForMemory(scenarios: ScenarioPlan[], availableBytes: number): string[] {
  return scenarios.flatMap((scenario) => {
    const { bytes, operations, isAssumed } = keptOf(scenario);
    const { softBytes } = memoryBudget(scenario, availableBytes, true);
    if (BASE_BYTES + ROOM * bytes <= softBytes) return [];
    const many = `${roundedText(operations / 1e6)} million operations`;
    const rate = isAssumed ? ` (at ${ASSUMED_RATE}/s; fewer when the service is slower)` : ' at most';
    return [
      `${scenario.name}: k6's live dashboard keeps about ${KEPT_BYTES} bytes per operation until it ends, ${roundedText(bytes / GIB)} GiB for ${many}${rate}, but k6 may use only ${roundedText(softBytes / GIB)} GiB here. It is stopped before it takes more, and the scenario is then unknown; leave out --dashboard, or use a shorter load (--duration) or fewer VUs (--vus)`,
    ];
  });
}

/** Of the closed model no VU asks more often than it pauses; how long the service takes only makes it less. */
function keptOf(scenario: ScenarioPlan): { bytes: number; operations: number; isAssumed: boolean } {
  const { model, legs, thinkSeconds, operations: each } = scenario;
  const seconds = legs.reduce((sum, leg) => sum + leg.seconds, 0);
  const levelSeconds = legs.reduce((sum, leg) => sum + leg.seconds * leg.level, 0);
  const iterations =
    model === 'open' ? arrivalsDue(legs) : thinkSeconds > 0 ? levelSeconds / thinkSeconds : undefined;
  const isAssumed = iterations === undefined || each === undefined;
  const operations = isAssumed ? ASSUMED_RATE * seconds : iterations * each;
  return { bytes: KEPT_BYTES * operations, operations, isAssumed };
}
