/** The records of a results folder, as they lie on disk. Each has a JSON Schema of the same name in schema/. */
import type {
  ErrorKind,
  Expected,
  HistoryRecord,
  Leg,
  Limit,
  LoadModel,
  Status,
  ThroughputMark,
} from './contract.ts';
import type { Pace } from './k6/shape.ts';
import type { Enforcement, Limits, ServiceExit } from './sandbox.ts';

/** run.json: what was asked, on what, with what. Written before the first scenario and again at the end. */
export interface RunRecord {
  schema: 'burstbox/run/1';
  id: string;
  burstbox: { version: string; gitCommit?: string; gitDirty?: boolean };
  /** The command line, with secrets removed. */
  argv: string[];
  startedAtMs: number;
  finishedAtMs?: number;
  state: 'running' | 'finished' | 'interrupted' | 'failed';
  machine: { os: string; arch: string; cores: number; memoryMib: number; node: string };
  k6: { version: string; source: string };
  sandbox: { driver: string; about: string; enforces: Enforcement; notes: string[] };
  /** What we broke in the reference service on purpose, as named with --fault; absent when nothing. */
  faults?: string[];
  target: {
    name: string;
    about: string;
    baseUrl?: string;
    startedByUs: boolean;
    /** What was watched of a service that ran already; absent when nothing was. */
    watched?: Watched;
    /** Why nothing was watched of a service that ran already. */
    unwatched?: string;
    /** Those that the target file names, or `auto`: then each outcome says which were found. */
    probes: string[];
  };
  pace: Pace;
  /** Times that every scenario was to be played; absent when once. */
  repeat?: number;
  seed: number;
  profiles: { name: string; about: string; limits?: Limits }[];
  scenarios: ScenarioPlan[];
}

/** A service that ran already, as it was found: no arguments, which may hold secrets. */
export interface Watched {
  /** Its first process. */
  pid?: number;
  /** Name of its program. */
  command?: string;
  container?: string;
  /** What its own control group allows it. */
  limits?: Partial<Limits>;
}

/** One scenario as this run plays it. */
export interface ScenarioPlan {
  name: string;
  about: string;
  model: LoadModel;
  legs: Leg[];
  /** Mean pause of an iteration. */
  thinkSeconds: number;
  /** Operations of an iteration in which nothing fails, where that is one number; of a journey their mean. */
  operations?: number;
  limits: Limit[];
  /** At the peak of this run. */
  throughput?: ThroughputMark;
  /** What it uses of the target, so that a verdict knows what it could have seen. */
  needs: string[];
  /** It writes a history of its operations. */
  history?: true;
  /** What must have happened. */
  expects?: Expected[];
}

/** What first went wrong; later effects of it never replace it. */
export interface Cause {
  id:
    | 'target-oom-killed'
    | 'target-exited'
    | 'target-never-ready'
    | 'target-memory-critical'
    | 'limit-hopeless'
    | 'generator-failed'
    | 'generator-timeout'
    | 'script-failed'
    | 'interrupted';
  message: string;
  atMs: number;
}

/** <profile>/<scenario>/outcome.json: what happened, before anyone judges it. */
export interface Outcome {
  schema: 'burstbox/outcome/1';
  profile: string;
  scenario: string;
  /** What was played: the plan's own legs, or those of a probe of `--search`. */
  legs?: Leg[];
  startedAtMs: number;
  finishedAtMs: number;
  /** First cause of an early end; absent when the load ran its whole length. */
  firstCause?: Cause;
  /** Why we ended the load before its planned end although nothing was wrong (`--until-stable`); the rule in words. */
  endedEarly?: { rule: string; atMs: number };
  /** k6's exit code (https://github.com/grafana/k6, errext/exitcodes) or the signal that ended it. */
  k6?: { exitCode: number | null; signal: string | null; scriptExceptions: number };
  /** How the service ended, if it ended before we stopped it. */
  serviceExit?: ServiceExit;
  sampling: { taken: number; missed: number };
  /** What the service was asked for of itself, by form; absent when it never got so far. */
  probes?: string[];
  /** Paths that told nothing because they did not know who asked (401, 403); absent when there were none. */
  probesRefused?: string[];
  profiles: { file: string; ok: boolean; why?: string }[];
}

export interface Finding {
  detector: string;
  status: Status;
  metric: string;
  value?: number;
  limit?: number;
  unit: string;
  message: string;
  /** When it began, seconds from the begin of the load; only where there is such a moment (a crash, an error burst). */
  atSeconds?: number;
  cause?: string;
  advice?: string;
  /** Files of the scenario's folder that hold the numbers. */
  evidence: string[];
  /** breaking-point: between what was borne and what was not, operations a second. */
  interval?: Interval;
  /** breaking-point: the same as load. */
  loadInterval?: Interval;
  /** Of an anomaly in a history: operations that have no order together, by their begins. */
  story?: StoryOperation[];
  /** breaking-point: what the Universal Scalability Law makes of the levels, or why it makes nothing. */
  secondOpinion?: string;
}

/** One operation of a client. Versions and values are as people read them; those of a target, so no more than text. */
export interface StoryOperation {
  client: number;
  op: HistoryRecord['o'];
  key: string;
  /** Seconds from the begin of the load; negative before it. */
  beginSeconds: number;
  endSeconds: number;
  outcome: HistoryRecord['s'];
  /** That the answer showed. */
  version?: string;
  /** That was read or written; absent in a read: nothing was there. */
  value?: string;
  /** Version that a write was based on. */
  basedOn?: string;
  /** It is what the others rule out. */
  isWrong?: true;
}

export interface Interval {
  low: number;
  high: number;
  unit: string;
}

/** A doubt about our own measurement. The ids are the closed list of judge/doubts.ts. */
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

export interface ScenarioVerdict {
  name: string;
  status: Status;
  findings: Finding[];
  doubts: Doubt[];
  notTested: NotTested[];
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
