/** What a scenario comes to in two or three words, for a cell of the overview and of report.md: `p95 51 ms`, `crash 5.7 s`. */

import type { Finding, ScenarioVerdict } from '../store/records/records.ts';
import { msText, percentText } from '../text/numbers.ts';

/** The time that came nearest to its mark, and the mark; undefined where no time is held against one. */
export function judgedTime(findings: Finding[]): { what: string; ms: number; markMs: number } | undefined {
  const finding = nearestToMark(findings);
  if (finding?.value === undefined || finding.limit === undefined) return undefined;
  return { what: finding.metric, ms: finding.value, markMs: finding.limit };
}

export interface Short {
  short: string;
  /** What its number is held against. */
  mark?: string;
}

/** The number of its worst finding; of a healthy ladder where it breaks, else the time that came nearest to its mark. */
export function shortOf(
  { status, findings }: Pick<ScenarioVerdict, 'status' | 'findings'>,
  p95Ms: number | undefined,
): Short {
  // Of a load that never came about there is no number to show.
  if (status === 'unknown' && p95Ms === undefined) return { short: '' };
  if (status !== 'healthy') {
    const worst = findings.find((finding) => finding.status === status);
    if (worst !== undefined) return { short: findingText(worst), ...markOf(worst) };
  }
  const breaks =
    status === 'healthy' ? findings.find(({ detector }) => detector === 'breaking-point') : undefined;
  if (breaks !== undefined) return { short: breakText(breaks) };
  const judged = nearestToMark(findings);
  if (judged !== undefined) return { short: findingText(judged), ...markOf(judged) };
  return { short: p95Ms === undefined ? '' : `p95 ${msText(p95Ms)}` };
}

function markOf({ detector, value, limit, unit }: Finding): Pick<Short, 'mark'> {
  if (value === undefined || limit === undefined || !HELD_AGAINST_MARKS.includes(detector)) return {};
  return { mark: numberOf({ value: limit, unit }) };
}

/** Their limit is a mark of the number that is shown. */
const HELD_AGAINST_MARKS: Finding['detector'][] = ['limits', 'memory', 'slowness'];

/** What was judged, not some other percentile of other operations. */
function nearestToMark(findings: Finding[]): Finding | undefined {
  const share = ({ value = 0, limit = 1 }: Finding) => value / limit;
  return findings
    .filter(({ detector, unit, value }) => detector === 'limits' && unit === 'ms' && value !== undefined)
    .sort((a, b) => share(b) - share(a))[0];
}

/** Without an interval it did not break up to that load. */
function breakText(finding: Finding): string {
  return `${finding.loadInterval === undefined ? 'holds' : 'breaks at'} ${numberOf(finding)}`;
}

function findingText(finding: Finding): string {
  const { detector, metric, value } = finding;
  const name = detector === 'limits' ? markName(metric) : detector.replaceAll('-', ' ');
  return value === undefined && detector === 'limits' ? `no ${name}` : `${name} ${numberOf(finding)}`;
}

/** `op_duration{op:ping} p(95)` is p95, `op_failed rate` is failed. */
function markName(metric: string): string {
  const [, percentile] = /p\((\d+(?:\.\d+)?)\)$/.exec(metric) ?? [];
  if (percentile !== undefined) return `p${percentile}`;
  const stat = metric.split(' ').at(-1) ?? '';
  return STAT_NAMES[stat] ?? 'failed';
}

const STAT_NAMES: Record<string, string> = { med: 'median', avg: 'mean', max: 'slowest' };

function numberOf({ value, unit }: Pick<Finding, 'value' | 'unit'>): string {
  if (value === undefined) return '';
  if (unit === 'ms') return msText(value);
  if (unit === 'ratio') return percentText(value);
  return `${Number(value.toPrecision(3)).toLocaleString('en')} ${unit}`;
}
