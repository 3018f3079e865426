/** A scenario's pass marks in words. */
import { K6_METRIC, type Limit } from '../contract/contract.ts';
import { msText, percentText } from '../text/numbers.ts';
import { isErrorMark } from './pass-mark.ts';

/** `p95 of ping: healthy under 50 ms, critical over 500 ms` */
export function markText(limit: Limit): string {
  if (isErrorMark(limit) && limit.critical === 0) return `${measureText(limit)}: any error is critical`;
  const [healthy, critical] = [markValueText(limit.healthy, limit), markValueText(limit.critical, limit)];
  return `${measureText(limit)}: healthy under ${healthy}, critical over ${critical}`;
}

/** A mark is a round number: `2 s`, not `2.00 s` as of a measurement. */
export function markValueText(value: number, limit: Limit): string {
  return valueText(value, limit).replace(/\.0+(?= )/, '');
}

/** What is held against the mark: `p95 of ping`, `p95 of the response time of all operations`. */
export function measureText(limit: Limit): string {
  return isErrorMark(limit) ? 'error rate' : `${statText(limit.stat)} of ${nameOf(limit.metric)}`;
}

export function valueText(value: number, { unit }: Limit): string {
  if (unit === 'ms') return msText(value);
  return unit === 'ratio' ? percentText(value) : String(value);
}

const STATS: Record<string, string> = { med: 'median', avg: 'mean', max: 'maximum', min: 'minimum' };

function statText(stat: string): string {
  return STATS[stat] ?? stat.replace(/^p\(([\d.]+)\)$/, 'p$1');
}

const OPERATION = /\{op:(\w+)\}/;
const WHOLE: Record<string, string> = {
  [K6_METRIC.opDuration]: 'all operations',
  [K6_METRIC.opResponse]: 'the response time of all operations',
};

/** `op_duration{op:upload}` → `upload`, `op_response{op:upload}` → `upload response time`. */
function nameOf(metric: string): string {
  const op = OPERATION.exec(metric)?.[1];
  if (op === undefined) return WHOLE[metric] ?? metric;
  if (metric.startsWith(K6_METRIC.s3FirstByte)) return `the time to the first byte of ${op}`;
  return metric.startsWith(K6_METRIC.opResponse) ? `${op} response time` : op;
}
