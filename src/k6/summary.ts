/** handleSummary of every bundle: k6's end-of-run data as a K6Summary record. */
import {
  type Alone,
  K6_METRIC,
  type K6Summary,
  type LaidOut,
  type Leg,
  type ServiceClock,
} from '../contract/contract.ts';
import { summaryFile } from './parameters.ts';

/** The part of k6's handleSummary argument that is used; its whole shape is in no type of @types/k6. */
export interface SummaryData {
  state: { testRunDurationMs: number };
  metrics: K6Summary['metrics'];
  root_group: { checks: K6Summary['checks'] };
  setup_data?: {
    loadStartedAtMs?: number;
    alone?: { figures: Alone };
    laidOut?: LaidOut;
    clock?: ServiceClock;
  };
}

/** Files to write, by path, as k6 wants them: the record when SUMMARY names a file, else a short text to stdout. */
export function summarize(data: SummaryData, legs: Leg[]): Record<string, string> {
  const summary = toSummary(data, legs);
  if (summaryFile !== undefined) return { [summaryFile]: `${JSON.stringify(summary)}\n` };
  return { stdout: shortText(summary) };
}

function toSummary(data: SummaryData, legs: Leg[]): K6Summary {
  const { loadStartedAtMs: startedAt, alone, laidOut, clock } = data.setup_data ?? {};
  return {
    schema: 'burstbox/summary/1',
    ...(startedAt === undefined ? {} : { loadStartedAtMs: startedAt }),
    ...(alone === undefined ? {} : { alone: alone.figures }),
    ...(laidOut === undefined ? {} : { laidOut }),
    ...(clock === undefined ? {} : { clock }),
    legs,
    testRunDurationMs: data.state.testRunDurationMs,
    metrics: Object.fromEntries(Object.entries(data.metrics).map(([name, metric]) => [name, bare(metric)])),
    checks: data.root_group.checks.map(({ name, passes, fails }) => ({ name, passes, fails })),
  };
}

function bare({ type, contains, values }: K6Summary['metrics'][string]): K6Summary['metrics'][string] {
  return { type, contains, values };
}

const COUNTERS_SHOWN: string[] = ['iterations', K6_METRIC.droppedIterations];

function shortText(summary: K6Summary): string {
  const lines = Object.entries(summary.metrics)
    .filter(([name]) => name.startsWith('op_') || COUNTERS_SHOWN.includes(name))
    .filter(([, { values }]) => samplesIn(values) > 0)
    .map(([name, { values }]) => `  ${name.padEnd(36)} ${describe(values)}`);
  return `${['', ...lines.sort(), ''].join('\n')}\n`;
}

/** Trends and counters have a count, rates passes and fails. */
function samplesIn({ count, passes = 0, fails = 0 }: Record<string, number>): number {
  return count ?? passes + fails;
}

function describe(values: Record<string, number>): string {
  return Object.entries(values)
    .sort()
    .map(([stat, value]) => `${stat}=${Number(value.toFixed(3))}`)
    .join(' ');
}
