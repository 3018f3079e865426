/**
 * Does the service come back after a spike, and how soon? A spike that slowed it leaves latency high while queues drain; it
 * has come back when latency, errors and throughput under the same number of users are near the base again.
 *
 * This detector names a service that stays as the spike left it. One that got worse when the load had already gone is
 * named by the detector cascade, and not here.
 */

import { FILES } from '../../store/store.ts';
import { msText, percentText, roundedText } from '../../text/numbers.ts';
import { adviceOf } from '../advice.ts';
import type { Found } from '../detector.ts';
import type { Evidence } from '../evidence.ts';
import { mayBeGenerators } from '../load/failure-mode.ts';
import type { Level } from '../load/levels.ts';
import { type Return, returnsOf, type Shown, SLOWED } from '../load/returns.ts';
import { isGeneratorSaturated } from '../resources/generator.ts';
import { gotWorse } from './cascade.ts';

/** In fewer seconds than these a service that has not come back yet may only be draining its queue. */
export const RECOVERY_PROOF_SECONDS = 10;

const COLLAPSE =
  'a metastable failure: what the spike left behind (retries, timeouts, abandoned work) crowds out the requests that come now';

/** Of the way from the base to the spike. */
const STAYS_SHARE = 0.5;

/** One finding over all recoveries; none where there was no spike, or too little time to come back. */
export function judgeRecovery(evidence: Evidence): Found[] {
  const returns = returnsOf(evidence).filter(
    (each) =>
      !gotWorse(each, evidence) && (each.back || (!each.lingers && lengthOf(each) >= RECOVERY_PROOF_SECONDS)),
  );
  const lost = returns.find(({ back }) => !back);
  if (lost !== undefined) return [lostFinding(lost)];
  if (returns.length === 0) return [];
  // Good seconds that never came in a row: it was back at the end at the latest.
  const seconds = returns.map((each) => Math.ceil(each.backSeconds ?? lengthOf(each)));
  return [
    {
      ...finding('healthy', `recovered ${backText(returns, seconds)}`),
      value: Math.max(...seconds),
    },
  ];
}

/** What stands before a recovery, for a sentence. */
export function spikeText({ spike }: Return): string {
  return spike.phase === 'level' ? 'the top level' : 'the spike';
}

function backText(returns: Return[], seconds: number[]): string {
  const [first] = returns;
  if (returns.length === 1 && first !== undefined) return `after ${spikeText(first)} within ${seconds[0]} s`;
  return `after each of ${returns.length} spikes within ${seconds.slice(0, -1).join(', ')} and ${seconds.at(-1)} s`;
}

function lostFinding(lost: Return): Found {
  const { base, during, after } = lost;
  const before = `p95 was ${msText(base.p95Ms)} before, ${msText(during.p95Ms)} during it, and afterwards ${afterText(after)}${starvedText(lost)}`;
  const message = `does not recover after ${spikeText(lost)}: ${before}`;
  return {
    ...(isProven(lost)
      ? finding('critical', message)
      : finding('unknown', `${message}, but the load generator was short of CPU in the recovery`)),
    ...(lost.starved ? { cause: COLLAPSE } : {}),
    ...adviceOf`look for work that piles up and is never dropped: unbounded queues, retries, locks; compare ${FILES.goroutineStart} with ${FILES.goroutineEnd}`,
  };
}

/**
 * A machine that is full slows a service too. It is the service all the same when it holds the operations itself and is
 * still half as slow as a spike that had slowed it in earnest.
 */
function isProven({ recovery, base, during, after }: Return): boolean {
  const { generator } = recovery;
  if (generator === undefined || !isGeneratorSaturated(generator)) return true;
  const [baseMs, spikeMs, afterMs] = [base.p95Ms, during.p95Ms, after.p95Ms];
  if (baseMs === undefined || spikeMs === undefined || afterMs === undefined) return false;
  const stays = spikeMs > SLOWED * baseMs && afterMs - baseMs >= STAYS_SHARE * (spikeMs - baseMs);
  return stays && !mayBeGenerators(recovery);
}

/** `; with the same 100 VUs it answers 100 operations/s, 380 before, while 96 requests are in flight, 2 before` */
function starvedText({ starved, recovery, lowest, base, after }: Return): string {
  if (!starved) return '';
  const rate = (value: number | undefined) => roundedText(value ?? 0);
  const [now, before] = [inFlightAt(recovery), inFlightAt(lowest)];
  const held =
    now === undefined || before === undefined
      ? ''
      : `, while ${Math.round(now)} requests are in flight, ${Math.round(before)} before`;
  return `; with the same ${recovery.level} users it completes ${rate(after.rate)} operations/s, ${rate(base.rate)} before${held}`;
}

/** The service knows best; what k6 waits for follows from what came back only. */
function inFlightAt({ ownInFlight, inFlight }: Level): number | undefined {
  return ownInFlight ?? inFlight;
}

function afterText({ p95Ms, errorShare }: Shown): string {
  if (errorShare === undefined && p95Ms === undefined) return 'it is unresponsive';
  const failing = errorShare ? `${percentText(errorShare)} of the operations fail` : '';
  const slow = p95Ms === undefined ? '' : `is at ${msText(p95Ms)}`;
  return [slow, failing].filter(Boolean).join(', and ');
}

function lengthOf({ recovery }: Return): number {
  return recovery.toSeconds - recovery.fromSeconds;
}

function finding(status: Found['status'], message: string): Found {
  return {
    detector: 'recovery',
    status,
    metric: 'recovery_time',
    unit: 's',
    message,
    evidence: [FILES.timeline, FILES.summary],
  };
}
