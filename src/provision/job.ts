/** What the steps of one provisioning share. */
import { BurstboxError } from '../errors.ts';
import type { Tool } from './tool.ts';

export interface Job {
  tool: Tool;
  /** Project folder; the pinned source of the tool lies in it. */
  root: string;
  env: NodeJS.ProcessEnv;
  signal: AbortSignal;
  patience: Patience;
  /** Takes one line for people, at most every `tickMs` from the same step. */
  progress(line: string): void;
}

/** How long each step may take before it is given up, and how often a long one reports. */
export interface Patience {
  versionMs: number;
  answerMs: number;
  stallMs: number;
  unpackMs: number;
  toolchainMs: number;
  buildMs: number;
  tickMs: number;
}

export const PATIENCE: Patience = {
  /** `k6 version` takes 0.1 s; a cold 65 MB binary on a busy two-core machine takes a few. */
  versionMs: 20_000,
  /** From the request to the answer's headers, redirects included: an offline machine should reach the build soon. */
  answerMs: 10_000,
  /** Longest silence in the middle of a body. */
  stallMs: 20_000,
  /** Unpacking takes about a second. */
  unpackMs: 120_000,
  /** `go version` is instant, unless Go fetches the toolchain that go.mod asks for (70 MB). */
  toolchainMs: 180_000,
  /** The build takes 80 to 180 s on two cores; its module download can be slow. */
  buildMs: 1_800_000,
  /** Seldom enough for a log of plain lines, often enough to see that it moves. */
  tickMs: 5_000,
};

/** What is being done, as the error of an aborted job says it. */
export function gettingReady({ tool }: Pick<Job, 'tool'>): string {
  return `getting ${tool.name} ready`;
}

/** The error that an aborted job ends in, whatever step it was in. */
export function interrupted(doing: string): BurstboxError {
  return new BurstboxError(
    'interrupted',
    `Stopped while ${doing}; nothing half-finished was left behind. Run the same command again to continue.`,
  );
}
