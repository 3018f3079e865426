/** A scenario: its load, its pass marks, and what it needs of a target. */
import type { TargetSuites } from './suites.ts';
import type { TargetRoutes } from './target.ts';

/** What a script in scripts/ declares of itself. */
export interface Scenario {
  /** Suite that selects this scenario when the suite is named. */
  suite: string;
  /** One line for `list`. */
  about: string;
  /** Default closed. */
  model?: LoadModel;
  /** Reference shape at full pace. */
  shape: ShapeLeg[];
  /** Length of the load at quick pace. Default 30. */
  quickSeconds?: number;
  /** Mean pause of a VU after each iteration, seconds; 0 in the open model. A journey with `think` of its own replaces it. */
  thinkSeconds: number;
  /** The pause is uniform within this share of its mean, both ways; default 0.5: 2 s are then 1 to 3 s. */
  thinkSpread?: number;
  /**
   * Operations of an iteration in which nothing fails: what a load can still bring is reckoned with it. Absent when it
   * differs from one iteration to the next.
   */
  operations?: number;
  /** What a single request may take, where that is more than usual: a large transfer needs its time. Default 10. */
  requestTimeoutSeconds?: number;
  /**
   * The most bytes of bodies that an iteration has in memory at once, sent or compared: what k6 will need is reckoned with it.
   * Absent: as of the files of the core suite.
   */
  bodyBytes?: number;
  /** What a target must offer for this scenario to make sense. */
  needs: Need[];
  /** What makes up for all of them. */
  instead?: 'read';
  limits: Limit[];
  throughput?: ThroughputMark;
  /** Loads that make no sense are refused, not cut down. Absent: as the command line takes them. */
  bounds?: LoadBounds;
  /** What it stores stays until the load is over, and memory may grow with it. */
  keepsFiles?: true;
  /** It writes a HistoryRecord of each operation with console.log. */
  history?: true;
  /** What must have happened for the scenario to have shown anything, besides its pass marks. */
  expects?: Expected[];
}

/**
 * Who decides when the next request is sent. `closed`: so many VUs, each of which waits for its answer first, so that a
 * slow service is asked less. `open`: so many iterations are begun a second, whatever the service does.
 */
export type LoadModel = 'closed' | 'open';

/** One leg of a load shape. `ramp` moves linearly to `level` during `seconds`, `hold` stays there. */
export interface Leg {
  /** What this leg is for; judge and report group by it. */
  phase: 'warmup' | 'steady' | 'level' | 'base' | 'spike' | 'recovery';
  move: 'ramp' | 'hold';
  seconds: number;
  /** VUs in the closed model, iterations begun a second (arrival rate) in the open one. */
  level: number;
}

/** A leg of a reference shape. */
export interface ShapeLeg extends Leg {
  /** At quick pace it is this long, because in less it shows nothing; absent: cut in proportion. */
  quickSeconds?: number;
}

/** One pass mark: at or under `healthy` is healthy, over `critical` is critical, between them is a warning. */
export interface Limit {
  /** A k6 metric of the load phase; a sub-metric is written as in k6: `op_duration{op:upload}`. */
  metric: string;
  /** A k6 summary statistic of that metric, such as `p(95)` or `rate`. */
  stat: string;
  unit: 'ms' | 'ratio' | 'count';
  healthy: number;
  critical: number;
}

/** Both ends are valid. */
export interface LoadBounds {
  vus: [least: number, most: number];
  /** Length of the load, seconds. */
  seconds: [least: number, most: number];
}

/**
 * A counter of the load that must reach `atLeast`, or stay at or under `atMost`. One that does not reach it is critical
 * when the counter `shownBy` tells that there was an occasion, else unknown: nothing happened, so nothing was shown.
 */
export interface Expected {
  metric: string;
  /** What is counted, such as `reads`. */
  what: string;
  atLeast?: number;
  atMost?: number;
  /** The count is taken a second of the load. */
  perSecond?: true;
  /** Absent: nothing tells that there was an occasion. */
  shownBy?: string;
  /** A generator that is short of CPU may be why. */
  restsOnTiming?: true;
  /** What to look at when it was not met. */
  advice: string;
}

/**
 * Operations a second of the steady phase that must succeed at the shape's own peak; it scales with the peak of a run.
 * Over `healthy` is healthy, under `critical` is critical.
 */
export interface ThroughputMark {
  healthy: number;
  critical: number;
}

/** A route of a target, or a description that a suite of its own goes by. */
export type Need = keyof TargetRoutes | keyof TargetSuites;
