/** The records of a results folder, as they lie on disk. Each has a JSON Schema of the same name in schema/. */
import type { Leg, Limit, LoadModel, Status } from './contract.ts';
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
  target: { name: string; about: string; baseUrl?: string; startedByUs: boolean; probes: string[] };
  pace: Pace;
  seed: number;
  profiles: { name: string; about: string; limits?: Limits }[];
  scenarios: ScenarioPlan[];
}

/** One scenario as this run plays it. */
export interface ScenarioPlan {
  name: string;
  about: string;
  model: LoadModel;
  legs: Leg[];
  thinkSeconds: number;
  limits: Limit[];
  /** Routes it uses, so that a verdict knows what it could have seen. */
  needs: string[];
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
  cause?: string;
  advice?: string;
  /** Files of the scenario's folder that hold the numbers. */
  evidence: string[];
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

export interface ScenarioVerdict {
  name: string;
  status: Status;
  findings: Finding[];
  doubts: Doubt[];
  notTested: NotTested[];
}

/** verdict.json of a run. */
export interface Verdict {
  schema: 'burstbox/verdict/1';
  run: string;
  status: Status;
  profiles: { name: string; status: Status; scenarios: ScenarioVerdict[] }[];
  doubts: Doubt[];
}
