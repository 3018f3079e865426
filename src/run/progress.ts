/** What a run says while it goes on; who shows it, and how, is not its business. */
import type { Sample, Status } from '../contract/contract.ts';
import type { Snapshot } from '../store/timeline.ts';

/** The live view of one scenario. */
export interface Live {
  show(load: Snapshot | undefined, sample: Sample): void;
  /** Every period of the load once, for those who count. */
  period?(period: Snapshot): void;
}

export interface Progress {
  /** A line that stays. */
  note(line: string): void;
  /** A scenario begins; `index` counts from 1. */
  scenario(index: number, of: number, title: string, expectedSeconds: number, restSeconds: number): Live;
  /** The scenario that was shown last has its verdict. */
  verdict(status: Status, message: string): void;
}
