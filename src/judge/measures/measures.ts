/** What of a run is compared: one number a repeat, never a second's or a request's, for those hang together. */

import { K6_METRIC } from '../../contract/contract.ts';
import { type MeasureId, OBJECT_OPERATIONS } from '../../store/records/records.ts';
import { MIB, mibText, msText, percentText } from '../../text/numbers.ts';
import { countOf, type Evidence, statOf } from '../evidence.ts';
import { playedSeconds } from '../load/load-clock.ts';
import { memoryPeak } from '../resources/memory-peak.ts';
import { busyCpus } from '../resources/pressure.ts';
import { catalogRates } from './catalog-rates.ts';

export interface Measure {
  id: MeasureId;
  label: string;
  /** As in bench.txt. The Go benchmark format knows the prefixes of `sec` and `bytes`. */
  unit: string;
  better: 'lower' | 'higher';
  /** Whether a busy machine makes it worse; with shared cores and caches the same work also takes more CPU time. */
  restsOnTiming?: true;
  /** A change that matters exceeds this share of the median before, and this amount. */
  least: { share: number; amount: number };
  text(value: number): string;
  /** Of a difference that is at least 0, where it is written otherwise. */
  shiftText?(value: number): string;
  /** Undefined when it was not measured. */
  read(evidence: Evidence): number | undefined;
}

/** Less than 5 % no user notices, and another build of the same code may differ by it. */
export const MIN_SHARE = 0.05;
/** Neither is a millisecond noticed, and the machine's own scheduler takes it now and then. */
export const MIN_MS = 1;
/** A garbage collector that comes a little later holds as much. */
export const MIN_BYTES = 8 * MIB;
/** One percentage point. */
export const MIN_ERROR_RATE = 0.01;
/** How clients happen to meet differs by as much from one run to the next. */
const MIN_CONFLICT_RATE = 0.02;

const LATENCY = {
  better: 'lower',
  restsOnTiming: true,
  least: { share: MIN_SHARE, amount: MIN_MS },
  text: msText,
} as const;
const SHARE_ONLY = { share: MIN_SHARE, amount: 0 };
const RATE = {
  better: 'higher',
  restsOnTiming: true,
  least: SHARE_ONLY,
  text: (value: number) => `${rateText(value)}/s`,
} as const;

export const MEASURES: Measure[] = [
  { id: 'p95', label: 'p95', unit: 'p95-ms', ...LATENCY, read: latency('p(95)') },
  { id: 'median', label: 'median', unit: 'median-ms', ...LATENCY, read: latency('med') },
  {
    id: 'throughput',
    label: 'throughput',
    unit: 'ops/s',
    better: 'higher',
    restsOnTiming: true,
    least: SHARE_ONLY,
    text: (value) => `${rateText(value)} ops/s`,
    read: throughput,
  },
  {
    id: 'errors',
    label: 'error rate',
    unit: 'failed-ratio',
    better: 'lower',
    least: { share: 0, amount: MIN_ERROR_RATE },
    text: percentText,
    shiftText: pointsText,
    read: ({ summary }) => statOf(summary, K6_METRIC.opFailed, 'rate'),
  },
  {
    id: 'memory',
    label: 'memory peak',
    unit: 'peak-bytes',
    better: 'lower',
    least: { share: MIN_SHARE, amount: MIN_BYTES },
    text: mibText,
    read: ({ samples }) => memoryPeak(samples)?.bytes,
  },
  {
    id: 'cpu',
    label: 'CPU per operation',
    unit: 'cpu-sec/op',
    better: 'lower',
    restsOnTiming: true,
    least: SHARE_ONLY,
    text: (seconds) => `${(seconds * 1000).toPrecision(3)} ms`,
    read: cpuSecondsPerOperation,
  },
  {
    id: 'reads',
    label: 'catalog reads',
    unit: 'reads/s',
    ...RATE,
    read: (evidence) => catalogRates(evidence)?.reads,
  },
  {
    id: 'writes',
    label: 'catalog writes',
    unit: 'writes/s',
    ...RATE,
    read: (evidence) => catalogRates(evidence)?.writes,
  },
  {
    id: 'conflicts',
    label: 'conflict rate',
    unit: 'conflict-ratio',
    better: 'lower',
    restsOnTiming: true,
    least: { share: MIN_SHARE, amount: MIN_CONFLICT_RATE },
    text: percentText,
    shiftText: pointsText,
    read: (evidence) => catalogRates(evidence)?.conflictShare,
  },
  ...OBJECT_OPERATIONS.flatMap(objectMeasures),
];

/** Of one operation of object storage, in its scenarios alone. */
function objectMeasures(op: (typeof OBJECT_OPERATIONS)[number]): Measure[] {
  const label = op.replace('_', ' ');
  const isOf = ({ scenario }: Evidence) => scenario.needs.includes('s3');
  const counted = ({ summary }: Evidence) => countOf(summary, `${K6_METRIC.opDuration}{op:${op}}`);
  return [
    {
      id: `${op}-p95`,
      label: `${label}, p95`,
      unit: `${op}-p95-ms`,
      ...LATENCY,
      read: (evidence) =>
        isOf(evidence) && counted(evidence) > 0
          ? statOf(evidence.summary, `${K6_METRIC.opDuration}{op:${op}}`, 'p(95)')
          : undefined,
    },
    {
      id: `${op}-rate`,
      label: `${label}, a second`,
      unit: `${op}/s`,
      ...RATE,
      read: (evidence) => {
        const seconds = playedSeconds(evidence);
        return isOf(evidence) && seconds > 0 && counted(evidence) > 0
          ? counted(evidence) / seconds
          : undefined;
      },
    },
  ];
}

/** Operations of a repeat, those that failed too; undefined when none was counted. */
export function operationsOf({ summary }: Evidence): number | undefined {
  const { passes = 0, fails = 0 } = summary?.metrics[K6_METRIC.opFailed]?.values ?? {};
  return passes + fails > 0 ? passes + fails : undefined;
}

function rateText(value: number): string {
  return value.toPrecision(value < 100 ? 3 : 4);
}

function pointsText(share: number): string {
  return `${(100 * share).toFixed(2)} points`;
}

function latency(stat: string): Measure['read'] {
  return ({ summary }) => statOf(summary, K6_METRIC.opDuration, stat);
}

/** Operations that succeeded, a second, over the load as far as it was played. */
export function throughput(evidence: Evidence): number | undefined {
  const seconds = playedSeconds(evidence);
  if (operationsOf(evidence) === undefined || seconds <= 0) return undefined;
  return countOf(evidence.summary, K6_METRIC.opDuration) / seconds;
}

/** From the mean use, as the first and the last sample lie up to a second inside the load. */
function cpuSecondsPerOperation(evidence: Evidence): number | undefined {
  const busy = busyCpus(evidence);
  const operations = operationsOf(evidence);
  // a counter that fell is that of another process
  return busy === undefined || busy < 0 || operations === undefined
    ? undefined
    : (busy * playedSeconds(evidence)) / operations;
}
