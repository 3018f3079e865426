/** How long users wait between what they do. */
import { sleep } from 'k6';
import type { Pause, Scenario } from '../contract/contract.ts';

const USUAL_SPREAD = 0.5;

/** VUs that pause equally long would all come back at the same moment. */
export function pause({ minSeconds, maxSeconds }: Pause): void {
  const seconds = minSeconds + Math.random() * (maxSeconds - minSeconds);
  if (seconds > 0) sleep(seconds);
}

/** The pause that a scenario declares. */
export function thinkPause({
  thinkSeconds,
  thinkSpread = USUAL_SPREAD,
}: Pick<Scenario, 'thinkSeconds' | 'thinkSpread'>): Pause {
  return { minSeconds: thinkSeconds * (1 - thinkSpread), maxSeconds: thinkSeconds * (1 + thinkSpread) };
}
