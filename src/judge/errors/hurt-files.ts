/** How much of a service's files is gone or damaged: the share of the requests, and how many files they were. */
import { type FileErrorKind, K6_METRIC } from '../../contract/contract.ts';
import { countedText, percentText } from '../../text/numbers.ts';
import { countOf, type Evidence, statOf } from '../evidence.ts';

/** Operations that bring what was stored: of files, and of objects. */
export const DOWNLOADING = [
  ...['download', 'batch_download'],
  ...['get', 'get_small', 'get_medium', 'get_large', 'get_range'],
];

/** `120 downloads (2.40 % of 5000)`; without a share where nothing says of how many. */
export function withShare(count: number, what: string, operations: string[], evidence: Evidence): string {
  const all = operations.reduce((sum, op) => sum + sentOf(op, evidence), 0);
  const share = all < count ? '' : ` (${percentText(count / all)} of ${all})`;
  return `${countedText(count, what)}${share}`;
}

/** `; at least 60 files were affected`; empty where files were shared by all VUs, so that nobody could count them. */
export function filesText(kind: FileErrorKind, { summary }: Evidence): string {
  const files = countOf(summary, K6_METRIC.filesPrefix + kind);
  return files === 0
    ? ''
    : `; at least ${countedText(files, 'file')} ${files === 1 ? 'was' : 'were'} affected`;
}

function sentOf(op: string, { summary }: Evidence): number {
  const of = (stat: string) => statOf(summary, `${K6_METRIC.opFailed}{op:${op}}`, stat) ?? 0;
  return of('passes') + of('fails');
}
