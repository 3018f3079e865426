/** How much memory k6 will most likely take for a load, and how much it may. Compared with this machine before the load begins. */
import { REQUEST_TIMEOUT_SECONDS } from '../shared/load/limits.ts';
import { poolSize } from '../shared/load/pool.ts';
import { peakLevel } from '../shared/load/shape.ts';
import type { ScenarioPlan } from '../store/records/records.ts';
import { MIB } from '../text/numbers.ts';
import { keptOf } from './dashboard-memory.ts';

/** What k6 is held to while it runs. */
export interface MemoryLimits {
  /** Over this k6 is asked to stop. */
  softBytes: number;
  /** Over this it is killed. */
  hardBytes: number;
  /** When less than this is left to all together, k6 is asked to stop; under half of it k6 is killed. */
  reserveBytes: number;
  /** GOGC, percent: how much garbage k6 may make for what it uses before it collects it. */
  garbagePercent: number;
  /** GOMEMLIMIT: towards this it collects more often. */
  collectBytes: number;
}

export interface MemoryBudget extends MemoryLimits {
  /** What k6 will most likely have at its peak: in use, not collected yet, and its own. */
  expectedBytes: number;
  /** What of it is in use, and cannot be had back by collecting garbage. */
  leastBytes: number;
}

/** k6 itself, a script, and the garbage that it is let off collecting: ten times what k6 takes with ten VUs. */
export const BASE_BYTES = 512 * MIB;
/** A VU's own runtime, half a MiB, and one answer that it holds: as bytes, unpacked, and as text of two bytes a character. */
const BYTES_A_VU = 16 * MIB;
/** Of what is expected: what a service answers, and how long it takes, is its own affair. */
const OVER_EXPECTED = 2;
/** Of what is available when the load begins: the service in its box, and others, need the rest. */
const SHARE = 0.75;
/** Less than this k6 needs to begin at all. */
const MIN_BYTES = 256 * MIB;
/** Time to stop politely for what grows slowly; what grows suddenly goes on while it is asked. */
const HARD = 1.25;
const HARD_SHARE = 0.9;
/** Of what is available when the load begins: what is asked for while k6 stops. */
const RESERVE_SHARE = 0.1;
const MAX_RESERVE_BYTES = 128 * MIB;

/**
 * What is in use right after a collection, with ping at 200 VUs. To collect less often than usual leaves 4 % more CPU for the
 * load; where many VUs have much in use it would take memory that the service may need.
 */
const USED_BASE_BYTES = 24 * MIB;
const USED_BYTES_A_VU = 0.2 * MIB;
/** Besides, for bodies: what is sent, and what of an answer is compared. */
const USED_FOR_BODIES: Partial<Record<string, number>> = { upload: 0.4 * MIB, batch: MIB, s3: MIB };
/** Of a body: what is made, and k6's copies of it while it is sent. */
const COPIES = 2.5;
/** Stacks, which Go gives back late, and connections: none of it is garbage. */
const STACK_BYTES_A_VU = 0.1 * MIB;
/** However often k6 collects, some garbage is there. */
const LEAN = 1.25;
const FREE_HAND_BYTES = 256 * MIB;
const GARBAGE_PERCENT = { least: 100, most: 400 };
/** So that k6 is stopped for what it holds, never for what it has not collected yet. */
const COLLECT_SHARE = 0.8;
/** Of what is available: more garbage than it expects k6 need not collect where there is much memory. */
const FREE_SHARE = 0.25;

/** @param availableBytes of this machine @param keeps k6 every sample, as it does for its live dashboard and where it runs alone */
export function memoryBudget(scenario: ScenarioPlan, availableBytes: number, keeps: boolean): MemoryBudget {
  const vus = mostVus(scenario);
  const kept = keeps ? keptOf(scenario).peakBytes : 0;
  const used = usedBytes(scenario, vus);
  const garbagePercent = garbagePercentOf(used);
  const leastBytes = used + vus * STACK_BYTES_A_VU;
  const free = leastBytes + (used * garbagePercent) / 100;
  const wanted = Math.max(BASE_BYTES + vus * BYTES_A_VU, OVER_EXPECTED * free) + kept;
  const softBytes = Math.max(MIN_BYTES, Math.min(wanted, SHARE * availableBytes));
  const hardBytes = Math.max(softBytes, Math.min(HARD * softBytes, HARD_SHARE * availableBytes));
  const collectBytes = Math.min(
    COLLECT_SHARE * softBytes,
    Math.max(FREE_SHARE * availableBytes, free + kept),
  );
  return {
    expectedBytes: Math.max(LEAN * leastBytes, Math.min(free, collectBytes)),
    leastBytes,
    softBytes,
    hardBytes,
    reserveBytes: Math.min(MAX_RESERVE_BYTES, RESERVE_SHARE * availableBytes),
    garbagePercent,
    collectBytes,
  };
}

/** What k6 has in use while so many VUs play a scenario, bytes, without garbage and without what it keeps of operations. */
export function usedBytes({ needs, bodyBytes }: ScenarioPlan, vus: number): number {
  const usual = () => needs.reduce((sum, need) => sum + (USED_FOR_BODIES[need] ?? 0), 0);
  const forBodies = bodyBytes === undefined ? usual() : COPIES * bodyBytes;
  return USED_BASE_BYTES + vus * (USED_BYTES_A_VU + forBodies);
}

function mostVus({
  model,
  legs,
  limits,
  requestTimeoutSeconds = REQUEST_TIMEOUT_SECONDS,
}: ScenarioPlan): number {
  const peak = peakLevel(legs);
  return model === 'open' ? poolSize(limits, peak, requestTimeoutSeconds) : peak;
}

function garbagePercentOf(used: number): number {
  const percent = 100 * (FREE_HAND_BYTES / used - 1);
  return Math.round(Math.max(GARBAGE_PERCENT.least, Math.min(GARBAGE_PERCENT.most, percent)));
}
