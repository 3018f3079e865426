/** What k6 keeps of each operation for its live dashboard, until it ends. Without it k6 keeps nothing of them. */
import { arrivalsDue } from '../shared/load/shape.ts';
import type { ScenarioPlan } from '../store/records/records.ts';

interface Kept {
  bytes: number;
  /** While a slice is copied into a larger one. */
  peakBytes: number;
  operations: number;
  /** Nobody but the service says how many operations come. */
  isAssumed: boolean;
}

/**
 * What k6's live dashboard keeps of each operation, bytes; without it k6 keeps nothing of them. Eight of each of about a dozen
 * trends (metrics.TrendSink), in slices that grow by a quarter when they are full. Measured in heap profiles of k6 v2.2 under
 * ping-open: 222 bytes for a dashboard and a summary together.
 */
export const KEPT_BYTES = 150;
/** The slice that is left and the one it is copied into are both there for a moment. */
const ROOM = 2;
/** Where nothing but the service says how many come: more than most do in a box of two CPUs. */
export const ASSUMED_RATE = 1000;

/** Of the closed model no VU asks more often than it pauses; how long the service takes only makes it less. */
export function keptOf(scenario: ScenarioPlan): Kept {
  const { model, legs, thinkSeconds, operations: each } = scenario;
  const seconds = legs.reduce((sum, leg) => sum + leg.seconds, 0);
  const levelSeconds = legs.reduce((sum, leg) => sum + leg.seconds * leg.level, 0);
  const iterations =
    model === 'open' ? arrivalsDue(legs) : thinkSeconds > 0 ? levelSeconds / thinkSeconds : undefined;
  const isAssumed = iterations === undefined || each === undefined;
  const operations = isAssumed ? ASSUMED_RATE * seconds : iterations * each;
  const bytes = KEPT_BYTES * operations;
  return { bytes, peakBytes: ROOM * bytes, operations, isAssumed };
}
