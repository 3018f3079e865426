/**
 * What report.html knows: made by src/report/page/page-data.ts, embedded as JSON, shown by the browser program in this folder.
 * Types only, so that both sides of that wall can import them. Times are seconds from the begin of the load.
 */
import type { Leg, LoadModel, Status } from '../contract/contract.ts';
import type { Doubt, Figures, Finding, LevelRecord, NotTested } from '../store/records/records.ts';

export interface PageData {
  schema: 'burstbox/page/1';
  run: PageRun;
  status: Status;
  /** Did it survive, what broke and why and what to do (a line for each), how sure are we. */
  answers: { survived: string; broke: string; toDo: string; sure: string };
  boxes: BoxRow[];
  scenes: Scene[];
  recommendations: Recommendation[];
  doubts: Doubt[];
}

/** A box, and what was measured under the highest load that it held. What was not measured is absent. */
export interface BoxRow {
  name: string;
  about: string;
  status: Status;
  /** That load in words, or that there was none. */
  held: string;
  /** Where it breaks, or what it did not hold, in words. */
  notHeld?: string;
  throughput?: number;
  p95Ms?: number;
  errorRate?: number;
  cpus?: number;
  throttledShare?: number;
  /** Of all its scenarios. */
  memoryPeakBytes?: number;
  memoryLimitMib?: number;
  cpuLimit?: number;
  /** All of its loads together. */
  seconds?: number;
  /** The scenario that its small curves are of. */
  scenario?: string;
}

/** Something to try, once for all scenarios that call for it. */
export interface Recommendation {
  what: string;
  /** The bottleneck behind it, as the gravest finding names it. */
  why?: string;
  /** `profile / scenario`, in the order of the run. */
  where: string[];
  /** Of the gravest finding. */
  status: Status;
}

export interface PageRun {
  id: string;
  /** ISO 8601. */
  startedAt: string;
  durationSeconds?: number;
  state: string;
  /** What there is to say of it before all else; empty of a run that is over. */
  progress: string[];
  target: string;
  /** Planted faults; empty when none. */
  faults: string[];
  pace: string;
  sandbox: string;
  /** The command line that repeats it. */
  command: string;
  /** Versions, commit, machine, k6, seed: label and value. */
  facts: [label: string, value: string][];
}

/** One scenario on one profile. */
export interface Scene {
  profile: string;
  scenario: string;
  about: string;
  status: Status;
  headline: string;
  /** What it comes to in two or three words, and the mark that its number is held against. */
  short: string;
  mark?: string;
  model: LoadModel;
  legs: Leg[];
  findings: Finding[];
  doubts: Doubt[];
  notTested: NotTested[];
  /** Common time axis of all series. */
  time: number[];
  series: Series[];
  bands: Band[];
  markers: Marker[];
  limits: LimitLine[];
  figures: Figures;
  /** Bytes of the whole load, with what was laid out before it; absent in runs that did not tell. */
  moved?: { sent: number; received: number };
  /** Of the open model: iterations that were due and could not begin. */
  droppedIterations?: number;
  operations: OperationRow[];
  levels: LevelRecord[];
  /** Grouped by kind, the most frequent first; capped, the rest as `other`. */
  errors: { kind: string; count: number; share: number }[];
  /** By the code that a server of S3 gave; absent where none did. */
  codes?: { code: string; count: number; first?: string }[];
  distribution?: Distribution;
  flames: { cpu?: Flame; heap?: Flame; heapGrowth?: Flame };
}

/** What the charts of a scenario are drawn from. */
export type ChartScene = Pick<
  Scene,
  'profile' | 'scenario' | 'time' | 'series' | 'bands' | 'markers' | 'limits'
>;

/** Charts, from top to bottom. */
export type ChartName =
  | 'load'
  | 'throughput'
  | 'latency'
  | 'errors'
  | 'cpu'
  | 'throttling'
  | 'memory'
  | 'disk'
  | 'network'
  | 'runtime'
  | 'gc';

export interface Series {
  id: string;
  label: string;
  unit: 'VUs' | '/s' | 'ms' | '%' | 'CPUs' | 'MiB' | 'MiB/s' | 'count';
  chart: ChartName;
  /** Per point of the time axis; null where nothing was read. */
  values: (number | null)[];
  /** Of two runs on one axis: the series come in pairs, the earlier run's first. */
  side?: 'before' | 'after';
}

/** A stretch of the time axis: a level, a spike, a steady phase. */
export interface Band {
  from: number;
  to: number;
  phase: Leg['phase'];
  /** What it is, from the longest to the shortest way to say it; none of a ramp. */
  labels: string[];
}

/** Something that happened: OOM kill, restart, GC stall, early end. */
export interface Marker {
  at: number;
  label: string;
  status: Status;
}

export interface LimitLine {
  chart: ChartName;
  value: number;
  label: string;
  status: 'warning' | 'critical';
}

export interface OperationRow {
  op: string;
  count: number;
  perSecond: number;
  minMs: number | undefined;
  meanMs: number | undefined;
  medianMs: number | undefined;
  p90Ms: number | undefined;
  p95Ms: number | undefined;
  p99Ms: number | undefined;
  p999Ms: number | undefined;
  maxMs: number | undefined;
  failedShare: number | undefined;
  /** Of files or objects; absent where an operation moves none. */
  bytes?: number;
  /** Of object storage. */
  megabytesPerSecond?: number;
  firstByteP95Ms?: number;
}

export interface Distribution {
  /** From the fastest to the slowest: quantile (0 to 1) and latency. */
  quantiles: { q: number; ms: number }[];
  /** Share of the requests that took from `fromMs` to `toMs`; the last has no end. */
  ranges: { fromMs: number; toMs?: number; share: number }[];
  /** Apdex of a target time T: (satisfied + tolerating / 2) / all, tolerating up to 4 T; failed requests count as frustrated. */
  apdex: { targetMs: number; score: number };
}

/** A node of a flame graph; `value` is its own and that of everything below it. */
export interface Flame {
  name: string;
  value: number;
  /** Growth of this node between two profiles, in the unit of value; differential flames only. */
  delta?: number;
  children?: Flame[];
}
