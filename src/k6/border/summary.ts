/** handleSummary of a bundle that runs alone: k6's end-of-run data as a short text. */
import { K6_METRIC, type K6Summary } from '../../contract/contract.ts';

/** The part of k6's handleSummary argument that is used; its whole shape is in no type of @types/k6. */
export interface SummaryData {
  metrics: K6Summary['metrics'];
}

const COUNTERS_SHOWN: string[] = ['iterations', K6_METRIC.droppedIterations];

/** What k6 is to print. */
export function summarize({ metrics }: SummaryData): { stdout: string } {
  const lines = Object.entries(metrics)
    .filter(([name]) => name.startsWith('op_') || COUNTERS_SHOWN.includes(name))
    .filter(([, { values }]) => samplesIn(values) > 0)
    .map(([name, { values }]) => `  ${name.padEnd(36)} ${describe(values)}`);
  return { stdout: `${['', ...lines.sort(), ''].join('\n')}\n` };
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
