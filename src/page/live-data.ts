/** What the page of `--live` knows while a run goes on: made by src/report/page/live-view.ts, shown by live.ts. Types only. */
import type { Status } from '../contract/contract.ts';
import type { ChartScene } from './data.ts';

/** All there is so far: what a page gets first, when it comes back, and when another scenario begins. */
export interface LivePage {
  schema: 'burstbox/live-page/1';
  target: string;
  /** Planted faults; empty when none. */
  faults: string[];
  /** Of those that are played: counted from 1; 0 before the first. */
  index: number;
  of: number;
  title: string;
  /** Every series is there from the begin, also one that was not read yet. */
  scene: ChartScene;
  /** Of this scenario, what no later second can undo. */
  certain: Certain[];
  verdicts: LiveVerdict[];
}

export interface Certain {
  atSeconds: number;
  text: string;
}

export interface LiveVerdict {
  title: string;
  status: Status;
  message: string;
}

/** One more second: a value for each series, in the order of the scene. */
export interface LiveSecond {
  second: number;
  values: (number | null)[];
}
