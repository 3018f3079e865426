/** What compare.html knows: made by src/compare/page-data.ts, shown by comparison.ts. Types only. */
import type { Change } from '../store/records/comparison.ts';
import type { ChartScene, Flame } from './data.ts';

export interface ComparePage {
  schema: 'burstbox/compare-page/1';
  verdict: Change;
  /** `worse (2 worse, 10 same)`. */
  headline: string;
  /** The two sides in words. */
  before: string;
  after: string;
  warnings: string[];
  /** What better and worse mean. */
  rules: string[];
  /** Titles of the columns of every scene's rows. */
  head: string[];
  scenes: CompareScene[];
}

/** One scenario on one profile. */
export interface CompareScene {
  /** Also says what is to be said of the whole scenario. */
  title: string;
  verdict: Change;
  /** A row for each measure, in words. */
  rows: string[][];
  /** A typical repeat of each side on one time axis; absent unless both were played. */
  charts?: ChartScene;
  /** CPU profile of the later side, with `delta`; absent unless both have one. */
  flame?: Flame;
  /** Functions whose own time changed, ms, the largest change first. */
  functions: { name: string; before: number; after: number }[];
}
