/** The numbers of one scenario, measured once: its verdict keeps them, and everything that shows a number shows one of these. */
import { K6_METRIC } from '../../contract/contract.ts';
import type { Figures } from '../../store/records/records.ts';
import { type Evidence, statOf } from '../evidence.ts';
import { playedSeconds } from '../load/load-clock.ts';
import { memoryPeak } from '../resources/memory-peak.ts';
import { busyCpus, throttledShare } from '../resources/pressure.ts';
import { catalogRates } from './catalog-rates.ts';
import { operationsOf, throughput } from './measures.ts';

/** What was not measured is absent; a scenario that was not played has nothing. */
export function figuresOf(evidence: Evidence): Figures {
  const { summary, samples, outcome } = evidence;
  const ms = (stat: string) => statOf(summary, K6_METRIC.opDuration, stat);
  const catalog = catalogRates(evidence);
  return known({
    seconds: outcome === undefined ? undefined : playedSeconds(evidence),
    operations: operationsOf(evidence),
    throughput: throughput(evidence),
    medianMs: ms('med'),
    p95Ms: ms('p(95)'),
    p99Ms: ms('p(99)'),
    maxMs: ms('max'),
    errorRate: statOf(summary, K6_METRIC.opFailed, 'rate'),
    memoryPeakBytes: memoryPeak(samples)?.bytes,
    cpus: busyCpus(evidence),
    throttledShare: throttledShare(evidence),
    reads: catalog?.reads,
    writes: catalog?.writes,
    conflicts: catalog?.conflicts,
  });
}

function known(figures: { [Name in keyof Figures]-?: number | undefined }): Figures {
  return Object.fromEntries(
    Object.entries(figures).filter(([, value]) => value !== undefined && Number.isFinite(value)),
  );
}
