/** What a run was too short to show. Neither healthy nor unknown: a leak does not show in twenty seconds. */
import { totalSeconds } from '../k6/shape.ts';
import type { NotTested } from '../records.ts';
import type { Evidence } from './evidence.ts';

const RULES: { what: string; needsSeconds: number; why: string }[] = [
  { what: 'gc', needsSeconds: 150, why: 'a stalled garbage collector' },
  { what: 'leak', needsSeconds: 600, why: 'a leak of memory, handles or file descriptors' },
  { what: 'degradation', needsSeconds: 600, why: 'latency that creeps up with time' },
];

export function notTested({ scenario }: Evidence): NotTested[] {
  const held = totalSeconds(scenario.legs.filter(({ phase }) => phase === 'steady'));
  return RULES.filter(({ needsSeconds }) => held < needsSeconds).map(({ what, needsSeconds, why }) => ({
    what,
    needsSeconds,
    message: `${why} would need a steady load of ${needsSeconds} s; this one held ${held} s`,
  }));
}
