import type { Finding } from '../store/records/records.ts';
import type { Evidence } from './evidence.ts';

/** A finding on its way into the verdict. */
export interface Found extends Finding {
  /**
   * It was concluded from how long something took, so a load generator short of CPU may have caused it; the verdict
   * then makes it unknown. Default: whether it is measured in ms. False says that the detector has ruled that out.
   */
  restsOnTiming?: boolean;
}

/** Findings of one kind over one scenario; pure. */
export type Detector = (evidence: Evidence) => Found[];
