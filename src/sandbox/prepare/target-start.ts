import type { ComposeTarget } from '../compose/project.ts';

/** How a target is started. Exactly one of builtin, command, image, dockerfile and compose is set. */
export interface TargetStart {
  builtin?: 'reference' | 'versitygw';
  /** Of a builtin that is a program of its own: where it is, and its arguments, in which {host}, {port}, {profiling} and {data} are replaced. */
  program?: {
    path: string;
    args: string[] /** Below {data}, which it wants to be there. */;
    folders: string[];
  };
  command?: string[];
  image?: string;
  /** Absolute path. */
  dockerfile?: string;
  compose?: ComposeTarget;
  /** Absolute path. */
  cwd: string;
  port?: number;
  env: Record<string, string>;
  /** How long it may take until it answers; default 60. */
  readySeconds?: number;
  /** From SIGTERM to SIGKILL; default 5. */
  stopSeconds?: number;
}
