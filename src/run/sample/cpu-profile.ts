/** When to take the CPU profile: what runs hot under the highest load is what matters. */
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import type { Leg } from '../../contract/contract.ts';
import { totalSeconds } from '../../shared/load/shape.ts';
import { FILES } from '../../store/store.ts';
import type { Manner } from './ask.ts';
import { type Fetched, fetchContention, fetchCpuProfile, fetchWaiters } from './pprof.ts';

export interface LoadSpan {
  /** Settles when the first VU runs. */
  started: Promise<void>;
  /** Aborts when the load has ended. */
  over: AbortSignal;
  /** Aborts when nobody wants the profile any more. */
  interrupted: AbortSignal;
  /** The load may be ended at any moment, and a profile that has begun is waited for. */
  mayEnd?: boolean;
}

const LONGEST_SECONDS = 30;
/** At a hundred looks a second still enough to name the top functions. */
const LONGEST_WAIT_SECONDS = 10;
/** The load's ramp leaves a wake; then most of the leg, with room before its end for a slow answer. */
const SKIPPED_SHARE = 0.1;
const PROFILED_SHARE = 0.6;

/**
 * Takes one CPU profile while the load is held at its highest level and, behind it, if the load still goes on, who waits where.
 * Never rejects for what the target does.
 */
export async function profileAtPeak(
  pprofUrl: string,
  headers: Manner['headers'],
  legs: Leg[],
  folder: string,
  { started, over, interrupted, mayEnd = false }: LoadSpan,
): Promise<Fetched[]> {
  const { delaySeconds, seconds } = peakWindow(legs, mayEnd ? LONGEST_WAIT_SECONDS : LONGEST_SECONDS);
  const reached = started.then(() => pause(delaySeconds * 1000, true, { signal: over }).catch(() => false));
  const ended = over.aborted ? false : once(over, 'abort').then(() => false);
  if (!(await Promise.race([reached, ended])))
    return [
      {
        file: FILES.cpuProfile,
        ok: false,
        why: 'the load ended before its highest level',
        problem: 'skipped',
      },
    ];
  const cpu = await fetchCpuProfile(pprofUrl, headers, seconds, folder, interrupted);
  if (over.aborted || interrupted.aborted) return [cpu];
  const waiters = await fetchWaiters(pprofUrl, headers, folder, over);
  return [
    cpu,
    ...waiters,
    ...(waiters.length === 0 ? [] : await fetchContention(pprofUrl, headers, folder, over)),
  ];
}

/** Inside the first leg that holds the highest level. */
export function peakWindow(
  legs: Leg[],
  longestSeconds = LONGEST_SECONDS,
): { delaySeconds: number; seconds: number } {
  const held = legs.filter(({ move }) => move === 'hold');
  const top = Math.max(...held.map(({ level }) => level));
  const index = legs.findIndex(({ move, level }) => move === 'hold' && level === top);
  const length = legs[index]?.seconds ?? 0;
  return {
    delaySeconds: totalSeconds(legs.slice(0, index)) + length * SKIPPED_SHARE,
    seconds: Math.max(1, Math.min(longestSeconds, Math.floor(length * PROFILED_SHARE))),
  };
}
