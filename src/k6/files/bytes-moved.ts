/** How many bytes of files went up or down: k6 counts what it sent and received once an iteration, whatever was done in it. */
import { K6_METRIC } from '../../contract/contract.ts';
import { isLoad } from '../load-vu.ts';
import { counterOf } from '../metrics.ts';

const { add } = counterOf(K6_METRIC.fileBytes);
const MOVING = /^(batch_)?(upload|download)$/;

/** @param count of bytes that the operation which has just succeeded was about */
export function noteBytes(count: number): void {
  if (isLoad()) add(count);
}

/** What k6 is to report of it. */
export function bytesMoved(operations: readonly string[]): string[] {
  return operations.filter((op) => MOVING.test(op)).map((op) => `${K6_METRIC.fileBytes}{op:${op}}`);
}
