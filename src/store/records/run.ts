/** run.json: what was asked, on what, with what. */
import type { Expected, Leg, Limit, LoadModel, S3Load, ThroughputMark } from '../../contract/contract.ts';
import type { Pace } from '../../shared/load/shape.ts';
import type { Enforcement, Limits } from './box.ts';

/** Written before the first scenario and again at the end. */
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
    /** Path of its file. */
    file?: string;
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
  /** What a single request could take; absent: as usual. */
  requestTimeoutSeconds?: number;
  /** Of bodies that an iteration has in memory at once; absent: as usual. */
  bodyBytes?: number;
  limits: Limit[];
  /** At the peak of this run. */
  throughput?: ThroughputMark;
  /** What it uses of the target, so that a verdict knows what it could have seen. */
  needs: string[];
  /** What it stores stays until the load is over. */
  keepsFiles?: true;
  /** It writes a history of its operations. */
  history?: true;
  /** What must have happened. */
  expects?: Expected[];
  /** Of object storage: what a configuration changed of the load. */
  s3?: S3Load;
}
