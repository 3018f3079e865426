/** What a scenario comes to in two or three words, for a cell of the overview: `p95 51 ms`, `crash 5.7 s`. */

import type { Finding } from '../store/records/records.ts';
import { msText, percentText } from '../text/numbers.ts';
import type { Scene } from './data.ts';

/** The number of its worst finding; of a healthy ladder where it breaks, else its p95. */
export function shortOf({ status, findings, numbers }: Scene): string {
  const told =
    status === 'healthy'
      ? findings.find(({ detector }) => detector === 'breaking-point')
      : findings.find((finding) => finding.status === status);
  if (told !== undefined) return status === 'healthy' ? breakText(told) : findingText(told);
  return numbers.p95Ms === undefined ? '' : `p95 ${msText(numbers.p95Ms)}`;
}

/** Without an interval it did not break up to that load. */
function breakText(finding: Finding): string {
  return `${finding.loadInterval === undefined ? 'bears' : 'breaks at'} ${numberOf(finding)}`;
}

function findingText(finding: Finding): string {
  const { detector, metric } = finding;
  const name = detector === 'limits' ? markName(metric) : detector.replaceAll('-', ' ');
  return `${name} ${numberOf(finding)}`;
}

/** `op_duration{op:ping} p(95)` is p95, `op_failed rate` is failed. */
function markName(metric: string): string {
  return /p\((\d+)\)$/.exec(metric)?.[1]?.replace(/^/, 'p') ?? 'failed';
}

function numberOf({ value, unit }: Finding): string {
  if (value === undefined) return '';
  if (unit === 'ms') return msText(value);
  if (unit === 'ratio') return percentText(value);
  return `${Number(value.toPrecision(3)).toLocaleString('en')} ${unit}`;
}
