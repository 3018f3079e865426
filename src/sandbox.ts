/** Where a service runs, and under which limits. One driver a file in sandbox/. */
import type { SampleName } from './contract.ts';
import type { Ledger } from './ledger.ts';

export type DriverName = 'docker' | 'cgroup' | 'process';

export interface Limits {
  /** CPUs, may be a fraction: 0.2 is a fifth of one. */
  cpus: number;
  memoryBytes: number;
}

export interface ServiceSpec {
  /** Unique among all runs, `[a-z0-9-]`: names the container or control group. */
  name: string;
  /** argv; the first word is looked up on PATH (in docker: inside the image). */
  command: string[];
  env: Record<string, string>;
  /** Working folder on the host (ignored by docker). */
  cwd: string;
  /** Image to run in; only docker reads it. */
  image?: string;
  limits: Limits;
  /** The service's stdout and stderr are appended here as they come. */
  logFile: string;
}

export interface ServiceExit {
  code: number | null;
  signal: string | null;
  /** The kernel's OOM killer ended it, as the control group or the engine says. */
  oomKilled: boolean;
  atMs: number;
}

export interface Service {
  /** Host process id of the service's first process, if the host can see it. */
  readonly pid: number | undefined;
  /** Settles when the service ends, however it ends; never rejects. */
  readonly exited: Promise<ServiceExit>;
  /** One reading of `cgroup_*` and `process_*`; what cannot be read is absent. Never rejects. */
  stats(): Promise<Partial<Record<SampleName, number>>>;
  /** SIGTERM, after `graceMs` SIGKILL, then everything that was made for it is removed. May be called twice. */
  stop(graceMs: number): Promise<void>;
}

export interface Enforcement {
  cpu: boolean;
  memory: boolean;
}

export interface Driver {
  readonly name: DriverName;
  readonly enforces: Enforcement;
  /** One phrase for people, such as `docker 20.10, cgroup v1`. */
  readonly about: string;
  start(spec: ServiceSpec, ledger: Ledger): Promise<Service>;
}

/** Whether a driver can work on this machine, and if not why not, for `doctor` and `--sandbox auto`. */
export type Probe = { ok: true; driver: Driver } | { ok: false; name: DriverName; why: string };
