/** The clients of a load: how many they are, which of them write, and how long they may begin to. */

import { sleep } from 'k6';
import type { Scenario } from '../../contract/contract.ts';
import { peakLevel, totalSeconds } from '../../shared/load/shape.ts';
import { legsOf } from '../border/legs.ts';
import { loadStartMs } from '../execution.ts';
import { recordedCount } from './history.ts';

/** As many operations are checked in seconds and within 500 MB. */
const MAX_RECORDS = 1_000_000;
/**
 * k6 waits 15 s for an iteration that is under way when the load ends, and a request may take 10 s of them: what k6 cuts
 * short was sent, but is in no history.
 */
const LATEST_BEGIN_MS = 4000;

export interface Clients {
  /** How many there are. */
  count: number;
  /** Length of the load, seconds. */
  seconds: number;
}

export function clientsOf(scenario: Scenario): Clients {
  const legs = legsOf(scenario);
  return { count: peakLevel(legs), seconds: totalSeconds(legs) };
}

/** Whether the load lasts, or has ended so lately that an operation still ends in time. */
export function mayBegin({ seconds }: Clients): boolean {
  return Date.now() < loadStartMs() + seconds * 1000 + LATEST_BEGIN_MS;
}

/**
 * Waits when this client is ahead of its share of the longest history that can be checked: only many clients in a long
 * load ever are.
 */
export function keepHistoryShort({ count, seconds }: Clients): void {
  const msEach = (count * seconds * 1000) / MAX_RECORDS;
  const aheadMs = loadStartMs() + recordedCount() * msEach - Date.now();
  if (aheadMs > 0) sleep(aheadMs / 1000);
}
