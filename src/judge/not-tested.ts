/** What a run was too short to show. Neither healthy nor unknown: a leak does not show in twenty seconds. */
import type { NotTested } from '../records.ts';
import { degradationNeedsSeconds } from './detectors/degradation.ts';
import { GC_NEEDS_SECONDS } from './detectors/gc.ts';
import { leakNeedsSeconds } from './detectors/leak.ts';
import { RECOVERY_PROOF_SECONDS } from './detectors/recovery.ts';
import type { Evidence } from './evidence.ts';
import { steadySeconds } from './steady.ts';

interface Rule {
  what: string;
  /** Steady load that would show it. */
  needsSeconds(evidence: Evidence): number;
  why: string;
}

const RULES: Rule[] = [
  { what: 'gc', needsSeconds: () => GC_NEEDS_SECONDS, why: 'a stalled garbage collector' },
  {
    what: 'leak',
    needsSeconds: leakNeedsSeconds,
    why: 'a leak of memory, handles or file descriptors that ends the service within a day',
  },
  {
    what: 'degradation',
    needsSeconds: degradationNeedsSeconds,
    why: 'latency that doubles within an hour',
  },
];

/** Empty for a scenario that was not run at all: that is a doubt, and it was not for want of time. */
export function notTested(evidence: Evidence): NotTested[] {
  if (evidence.outcome === undefined) return [];
  const held = steadySeconds(evidence);
  const steady = RULES.map((rule) => ({ ...rule, needsSeconds: rule.needsSeconds(evidence) }))
    .filter(({ needsSeconds }) => held < needsSeconds)
    .map(({ what, needsSeconds, why }) => ({
      what,
      needsSeconds,
      message: `${why} would need a steady load of ${needsSeconds} s; this one held ${held} s`,
    }));
  return [...steady, ...recoveryNotTested(evidence)];
}

function recoveryNotTested({ scenario }: Evidence): NotTested[] {
  const held = scenario.legs.filter(({ phase, move }) => phase === 'recovery' && move === 'hold');
  const longest = Math.max(...held.map(({ seconds }) => seconds));
  if (held.length === 0 || longest >= RECOVERY_PROOF_SECONDS) return [];
  const message = `that the service does not come back after a spike would need ${RECOVERY_PROOF_SECONDS} s of recovery; this one had ${longest} s`;
  return [{ what: 'recovery', needsSeconds: RECOVERY_PROOF_SECONDS, message }];
}
