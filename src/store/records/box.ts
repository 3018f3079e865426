/** The box a service is put in, and how the service ended in it: parts of run.json and outcome.json. */

export interface Limits {
  /** CPUs, may be a fraction: 0.2 is a fifth of one. */
  cpus: number;
  memoryBytes: number;
}

/** A thread for each of 2000 VUs fits, a fork bomb stops before it takes the machine. */
export const MAX_TASKS = 4096;

export interface Enforcement {
  cpu: boolean;
  memory: boolean;
}

export interface ServiceExit {
  code: number | null;
  signal: string | null;
  /** The kernel's OOM killer struck in it, at the first process or at a child, as the control group or the engine says. */
  oomKilled: boolean;
  atMs: number;
}
