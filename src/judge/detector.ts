import type { Finding } from '../store/records/records.ts';
import type { Evidence } from './evidence.ts';
import type { ProfileFile } from './pprof/read.ts';

/** A finding on its way into the verdict. */
export interface Found extends Finding {
  /** What else was seen of its `cause`, for those who read on. */
  also?: string[];
  /** The profiles that `advice` names. */
  sees?: ProfileFile[];
  /** Its `cause` explains it whole: no other is looked for. */
  isExplained?: true;
  /**
   * It was concluded from how long something took, so a load generator short of CPU may have caused it; the verdict
   * then makes it unknown. Default: whether it is measured in ms. False says that the detector has ruled that out.
   */
  restsOnTiming?: boolean;
}

/** The part of a finding that says why, and what to try. */
export type Explanation = Pick<Found, 'cause' | 'also' | 'advice' | 'sees'>;

/** Findings of one kind over one scenario; pure. */
export type Detector = (evidence: Evidence) => Found[];

/** What goes into the verdict. */
export function findingOf({ also, sees, isExplained, restsOnTiming, ...finding }: Found): Finding {
  return finding;
}
