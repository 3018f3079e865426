/** What one period of the load shows of object storage, by operation. Pure. */
import { K6_METRIC } from '../../contract/contract.ts';
import type { Snapshot } from '../../store/timeline.ts';

export interface OperationFigures {
  requests: number;
  /** Of objects, in operations that succeeded. */
  bytes: number;
  failedShare?: number;
  medianMs?: number;
  p95Ms?: number;
  p99Ms?: number;
  firstByteP95Ms?: number;
}

export interface Figures {
  /** Epoch ms at which it ended. */
  t: number;
  users: number;
  operations: Record<string, OperationFigures>;
  /** By code of S3. */
  errors: Record<string, number>;
}

const SUB_METRIC = /^(\w+)\{(op|code):(\w+)\}$/;

export function figuresOf({ t, values }: Snapshot): Figures {
  const figures: Figures = { t, users: values.vus?.value ?? 0, operations: {}, errors: {} };
  const { opDuration, opFailed, s3Bytes, s3FirstByte, s3Errors } = K6_METRIC;
  for (const [metric, stats] of Object.entries(values)) {
    const [, name, , tag = ''] = SUB_METRIC.exec(metric) ?? [];
    if (name === s3Errors && stats.count) figures.errors[tag] = stats.count;
    if (!OF_OPERATIONS.includes(name ?? '')) continue;
    figures.operations[tag] ??= { requests: 0, bytes: 0 };
    const operation = figures.operations[tag];
    if (name === 'http_reqs') operation.requests = stats.count ?? 0;
    if (name === s3Bytes) operation.bytes = stats.count ?? 0;
    if (name === opFailed) put(operation, 'failedShare', stats.rate);
    if (name === opDuration) {
      put(operation, 'medianMs', stats.med);
      put(operation, 'p95Ms', stats['p(95)']);
      put(operation, 'p99Ms', stats['p(99)']);
    }
    if (name === s3FirstByte) put(operation, 'firstByteP95Ms', stats['p(95)']);
  }
  for (const [op, { requests, bytes }] of Object.entries(figures.operations))
    if (requests === 0 && bytes === 0) delete figures.operations[op];
  return figures;
}

const OF_OPERATIONS: string[] = [
  'http_reqs',
  K6_METRIC.s3Bytes,
  K6_METRIC.opFailed,
  K6_METRIC.opDuration,
  K6_METRIC.s3FirstByte,
];

function put(operation: OperationFigures, key: keyof OperationFigures, value: number | undefined): void {
  if (value !== undefined && Number.isFinite(value)) operation[key] = value;
}
