/** This VU as one of the load. setup() and teardown() run in VUs of their own that are none. */
import type exec from 'k6/execution';

/** What its samples are tagged with. */
export const loadVu: {
  /**
   * Tags that all of this VU's samples carry from now on; absent outside the load. Given with each sample instead, they would
   * cost k6 a third of its CPU.
   */
  tags?: typeof exec.vu.metrics.tags;
  /** The operation that they name. */
  op: string;
  /** When the leg that they name ends, epoch ms. */
  legEndMs: number;
  /** When each leg does. */
  legEndsMs: number[];
} = { op: '', legEndMs: 0, legEndsMs: [] };

/** Whether this VU's operations are part of the load. */
export function isLoad(): boolean {
  return loadVu.tags !== undefined;
}

/** In the load: what follows is this operation's, in the leg that is under way. Only what has changed is set: k6 makes the set of all tags anew each time. */
export function tagLoad(op: string): void {
  const { tags, legEndsMs } = loadVu;
  if (tags === undefined) return;
  if (op !== loadVu.op) {
    tags.op = op;
    loadVu.op = op;
  }
  const nowMs = Date.now();
  if (nowMs < loadVu.legEndMs) return;
  // What drains after the last leg belongs to it.
  const last = legEndsMs.length - 1;
  let leg = 0;
  while (leg < last && nowMs >= (legEndsMs[leg] ?? 0)) leg++;
  tags.leg = String(leg);
  loadVu.legEndMs = leg < last ? (legEndsMs[leg] ?? 0) : Number.POSITIVE_INFINITY;
}
