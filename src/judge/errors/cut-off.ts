/** Requests that the end of a process took with it: who replaces one by design lets it finish its work first. */
import type { ErrorKind } from '../../contract/contract.ts';
import type { Evidence } from '../evidence.ts';
import { loadBeganMs } from '../load/load-clock.ts';
import { failuresIn, periodsOf } from '../load/periods.ts';

/** Readings come every second, k6's periods end every second, and a new process takes a moment. */
export const TOGETHER_MS = 3000;

const CUT_OFF: ErrorKind[] = ['refused', 'reset', 'transport'];

/** How many connections were cut or refused around these moments, epoch ms. */
export function cutOffAt(momentsMs: number[], evidence: Evidence): number {
  const beganMs = loadBeganMs(evidence) ?? 0;
  return periodsOf(evidence)
    .filter(({ toSeconds }) => {
      const endMs = beganMs + toSeconds * 1000;
      return momentsMs.some((moment) => Math.abs(moment - endMs) <= TOGETHER_MS);
    })
    .reduce((sum, period) => sum + failuresIn(period, CUT_OFF), 0);
}
