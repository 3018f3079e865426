/** Pushes as k6's remote-write output makes them, and what its histograms would hold of values. */
import { FINE } from '../../../contract/contract.ts';
import { SCHEMA } from './distribution.ts';

export interface Pushed {
  name: string;
  tags?: Record<string, string>;
  t: number;
  /** Of a counter or a gauge. */
  value?: number;
  /** Of a histogram: all samples so far. */
  samples?: number[];
  schema?: number;
}

/** A body, packed as one literal after the other. */
export function pushOf(...series: Pushed[]): Buffer {
  return packed(Buffer.concat(series.map((each) => field(1, seriesBytes(each)))));
}

/** As it comes of a trend of ours. */
export function powersOf(ms: number[]): number[] {
  return ms.map((value) => value ** FINE.power);
}

/** prometheus/client_golang, histogram.go: number i goes from base^(i-1) to base^i. */
export function bucketOf(value: number, schema = SCHEMA): number {
  return Math.ceil(Math.log2(value) * 2 ** schema);
}

function seriesBytes({ name, tags = {}, t, value, samples, schema = SCHEMA }: Pushed): Buffer {
  const labels = Object.entries({ __name__: `k6_${name}`, ...tags }).map(([key, text]) =>
    field(1, Buffer.concat([field(1, Buffer.from(key)), field(2, Buffer.from(text))])),
  );
  const sample = value === undefined ? [] : [field(2, Buffer.concat([double(1, value), number(2, t)]))];
  const histogram = samples === undefined ? [] : [field(4, histogramBytes(samples, schema, t))];
  return Buffer.concat([...labels, ...sample, ...histogram]);
}

function histogramBytes(samples: number[], schema: number, t: number): Buffer {
  const counts = new Map<number, number>();
  for (const value of samples.filter((each) => each > 0))
    counts.set(bucketOf(value, schema), (counts.get(bucketOf(value, schema)) ?? 0) + 1);
  const sorted = [...counts].sort(([a], [b]) => a - b);
  const spans = sorted.map(([bucket], index) => {
    const before = sorted[index - 1]?.[0];
    const offset = before === undefined ? bucket : bucket - before - 1;
    return field(11, Buffer.concat([number(1, zigzag(offset)), number(2, 1)]));
  });
  const deltas = sorted.map(([, count], index) => varint(zigzag(count - (sorted[index - 1]?.[1] ?? 0))));
  return Buffer.concat([
    number(1, samples.length),
    double(
      3,
      samples.reduce((sum, each) => sum + each, 0),
    ),
    number(4, zigzag(schema)),
    number(6, samples.filter((each) => each === 0).length),
    ...spans,
    field(12, Buffer.concat(deltas)),
    number(15, t),
  ]);
}

function field(id: number, body: Buffer): Buffer {
  return Buffer.concat([varint(id * 8 + 2), varint(body.length), body]);
}

function number(id: number, value: number): Buffer {
  return Buffer.concat([varint(id * 8), varint(value)]);
}

function double(id: number, value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleLE(value);
  return Buffer.concat([varint(id * 8 + 1), bytes]);
}

function varint(value: number): Buffer {
  const bytes: number[] = [];
  let left = value;
  for (; left >= 0x80; left = Math.floor(left / 0x80)) bytes.push((left % 0x80) + 0x80);
  return Buffer.from([...bytes, left]);
}

function zigzag(value: number): number {
  return value < 0 ? -2 * value - 1 : 2 * value;
}

const LITERAL_BYTES = 60;

function packed(bytes: Buffer): Buffer {
  const parts = [varint(bytes.length)];
  for (let from = 0; from < bytes.length; from += LITERAL_BYTES) {
    const part = bytes.subarray(from, from + LITERAL_BYTES);
    parts.push(Buffer.from([(part.length - 1) << 2]), part);
  }
  return Buffer.concat(parts);
}
