/** A 95th percentile that is too high because of moments in which nobody was answered. */
import { msText } from '../../text/numbers.ts';
import { judgeStall } from '../detectors/stall.ts';
import type { Evidence } from '../evidence.ts';
import type { Cause } from './cause.ts';

/** Of a finding in ms; none without such moments, and when they are too short for what was found. */
export function stallCause(evidence: Evidence, { value = 0 }: { value?: number }): Cause[] {
  const stall = judgeStall(evidence).find(({ status }) => status !== 'healthy');
  if (stall?.value === undefined || value > stall.value) return [];
  return [
    {
      cause: `the service stops responding for up to ${msText(stall.value)} at a time: see the stall finding`,
      instead: 'fix the stall first, then test again',
    },
  ];
}
