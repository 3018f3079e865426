/** What report.html of a capacity campaign knows: made by src/capacity/summary/page.ts, shown by capacity.ts. Types only. */
import type { Status } from '../contract/contract.ts';

export interface CapacityPage {
  schema: 'burstbox/capacity-page/1';
  status: Status;
  headline: string;
  /** What was filled, and when. */
  subject: string;
  findings: { status: Status; message: string; advice?: string }[];
  doubts: string[];
  /** All over what was stored by then. */
  charts: FillChart[];
  /** The table of the stages, in words. */
  head: string[];
  rows: string[][];
  facts: [label: string, value: string][];
  /** The command line that repeats it. */
  command: string;
}

export interface FillChart {
  title: string;
  /** Such as `GB`. */
  xUnit: string;
  x: number[];
  yUnit: string;
  lines: { label: string; values: (number | null)[] }[];
}
