/** verdict.json of a run, and of a scenario: what was judged. */
import type { ErrorKind, Status, StoryOperation } from '../../contract/contract.ts';
import type { ObjectsRecord } from './objects.ts';

/** Each kind of finding, in the order of judge/judge.ts; what a history shows is named by its anomaly. */
export type DetectorId =
  | 'survival'
  | 'oom'
  | 'crash'
  | 'restart'
  | 'workers'
  | 'hang'
  | 'storage-full'
  | 'lost-file'
  | 'list-gap'
  | 'objects'
  | 'history'
  | 'lost-update'
  | 'phantom-ack'
  | 'stale-read'
  | 'version-back'
  | 'invented-value'
  | 'bytes'
  | 'layout'
  | 'clock'
  | 'errors'
  | 'tokens'
  | 'stall'
  | 'throttling'
  | 'gc'
  | 'cpu'
  | 'leak'
  | 'degradation'
  | 'memory'
  | 'concurrency'
  | 'recovery'
  | 'cascade'
  | 'arrivals'
  | 'throughput'
  | 'catalog-expectations'
  | 'slowness'
  | 'limits'
  | 'breaking-point';

export interface Finding {
  detector: DetectorId;
  status: Status;
  metric: string;
  value?: number;
  limit?: number;
  unit: string;
  message: string;
  /** When it began, seconds from the begin of the load; only where there is such a moment (a crash, an error burst). */
  atSeconds?: number;
  /** Likely causes, the likeliest first. Runs before version 0.3 have only `cause`. */
  causes?: LikelyCause[];
  /** The same in one sentence. */
  cause?: string;
  /** What to try. */
  advice?: string;
  /** Profiles that show more: files of the scenario's folder. */
  open?: { profile: string; base?: string };
  /** Profiles that `advice` names and this run does not have. */
  missingProfiles?: MissingProfile[];
  /** Files of the scenario's folder that hold the numbers. */
  evidence: string[];
  /** breaking-point: between what was borne and what was not, operations a second. */
  interval?: Interval;
  /** breaking-point: the same as load. */
  loadInterval?: Interval;
  /** Of an anomaly in a history: operations that have no order together, by their begins. */
  story?: StoryOperation[];
  /** leak: how much a request, in the unit of `value` without its time. */
  growthPerRequest?: number;
  /** breaking-point: what the Universal Scalability Law makes of the levels, or why it makes nothing. */
  secondOpinion?: string;
}

export interface LikelyCause {
  text: string;
  /** `cpu-time`: it says what the CPU time was spent on; `waiting`: what the requests wait for, and where. */
  shows?: 'cpu-time' | 'waiting';
}

export interface MissingProfile {
  file: string;
  why: string;
}

export interface Interval {
  low: number;
  high: number;
  unit: string;
}

/** A doubt about our own measurement. The ids are the closed list of judge/doubts/rules.ts. */
export interface Doubt {
  id: string;
  message: string;
  action: string;
}

/** Something this run was too short to show: neither healthy nor unknown. */
export interface NotTested {
  what: string;
  needsSeconds: number;
  message: string;
}

/**
 * How a level of a ladder failed; `good` when it did not. `generator-limited`: k6 was short of CPU, so that nothing can be
 * said of the service. `unknown`: not held long enough to tell.
 */
export const LEVEL_MODES = [
  'good',
  'generator-limited',
  'oom',
  'crash',
  'refused',
  'timeouts',
  'errors',
  'collapse',
  'saturated',
  'unknown',
] as const;
export type LevelMode = (typeof LEVEL_MODES)[number];

/** One level of a ladder: what was asked and what came of it. What was not measured is absent. */
export interface LevelRecord {
  level: number;
  unit: 'VUs' | 'arrivals/s';
  /** Played by a probe of `--search`, in a load and a life of the service of its own. */
  probe?: true;
  mode: LevelMode;
  /** Operations a second that this load would have brought, had nothing slowed. */
  offered?: number;
  /** Operations that succeeded, a second. */
  throughput?: number;
  medianMs?: number;
  p95Ms?: number;
  errorRate?: number;
  errorKind?: ErrorKind;
  /** Mean number of operations in flight. */
  inFlight?: number;
  /** Share of the box's CPUs in use. */
  cpuShare?: number;
  /** Highest memory of the service. */
  memoryBytes?: number;
  /** The machine's share of busy CPU, and the share of its time that k6 waited for one. */
  generator?: { hostBusy: number; waitShare: number };
  /** When it was held, seconds from the begin of its load. */
  fromSeconds: number;
  toSeconds: number;
}

/**
 * What one scenario measured: the only numbers that pages, tables and files show of it, so that all show the same. What was
 * not measured is absent.
 */
export interface Figures {
  /** Length of the load as far as it was played. */
  seconds?: number;
  /** Those that failed too. */
  operations?: number;
  /** Operations that succeeded, a second of the load. */
  throughput?: number;
  /** Latencies of the operations that succeeded. */
  medianMs?: number;
  p95Ms?: number;
  p99Ms?: number;
  maxMs?: number;
  /** Share of the operations that failed. */
  errorRate?: number;
  /** The most that the service held of what the kernel cannot take back. */
  memoryPeakBytes?: number;
  /** CPUs that the service used, in the mean. */
  cpus?: number;
  /** Share of the scheduler periods in which the limit of the box kept it from the CPU. */
  throttledShare?: number;
  /** Of a catalog, a second of the load. */
  reads?: number;
  writes?: number;
  conflicts?: number;
}

export interface ScenarioVerdict {
  name: string;
  status: Status;
  findings: Finding[];
  doubts: Doubt[];
  notTested: NotTested[];
  /** Absent in runs before version 0.3, and of a scenario that was not played. */
  figures?: Figures;
  /** Of a scenario of object storage. */
  objects?: ObjectsRecord;
  /** Of a scenario with levels, the lowest first. */
  levels?: LevelRecord[];
  /** Of a scenario that was played more than once. */
  repeats?: Repeats;
}

/** What the repeats of a scenario came to. Its status is the worst of theirs, and so is all else that is said of it. */
export interface Repeats {
  /** In their order. */
  statuses: Status[];
  /** The repeat that the verdict is of, counted from 1: the first of the worst ones. */
  shown: number;
  /** `critical in 2 of 3 repeats; this is repeat 2`. */
  message: string;
}

/** verdict.json of a run. */
export interface Verdict {
  schema: 'burstbox/verdict/1';
  run: string;
  status: Status;
  profiles: { name: string; status: Status; scenarios: ScenarioVerdict[] }[];
  doubts: Doubt[];
}
