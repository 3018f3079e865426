/** How long users wait between what they do. */
import { sleep } from 'k6';
import type { Pause, Scenario } from '../contract/contract.ts';
import { lastSent } from './send.ts';

const USUAL_SPREAD = 0.5;

/** A look at a global name takes k6 through all scopes. */
const { random } = Math;

/** VUs that pause equally long would all come back at the same moment. */
export function pause({ minSeconds, maxSeconds }: Pause): void {
  const seconds = minSeconds + random() * (maxSeconds - minSeconds);
  if (seconds <= 0) return;
  if (lastSent.hasBody) overwriteStack(CALLS_OVERWRITTEN);
  lastSent.hasBody = false;
  sleep(seconds);
}

/** Deeper than the calls of an operation. */
const CALLS_OVERWRITTEN = 16;

/**
 * What functions that have returned had on the stack of k6's interpreter stays there until other values take the place: the last
 * answer, and with it k6's copy of the whole body that was sent. All who pause would keep that until they go on.
 */
function overwriteStack(calls: number, a = 0, b = 0, c = 0): void {
  if (calls > 0) overwriteStack(calls - 1, a, b, c);
}

/** The pause that a scenario declares. */
export function thinkPause({
  thinkSeconds,
  thinkSpread = USUAL_SPREAD,
}: Pick<Scenario, 'thinkSeconds' | 'thinkSpread'>): Pause {
  return { minSeconds: thinkSeconds * (1 - thinkSpread), maxSeconds: thinkSeconds * (1 + thinkSpread) };
}
