/**
 * Reads what Prometheus' remote write (version 1) sends: prompb/remote.proto and prompb/types.proto of prometheus/prometheus.
 * Native histograms: their buckets are numbered as in client_golang: number i goes from base^(i-1) to base^i, where base is
 * 2^(2^-schema).
 */
import { eachField, eachNumber, type Span } from '../../../files/protobuf.ts';

export interface Series {
  /** Without the prefix that k6 puts before it. */
  name: string;
  tags: Record<string, string>;
  /** Epoch ms of the newest sample. */
  t: number;
  /** NaN of a histogram, and of a series that has ended. */
  value: number;
  histogram?: Histogram;
}

export interface Histogram {
  count: number;
  sum: number;
  schema: number;
  zeroCount: number;
  /** How many samples are in a bucket, by its number, in order. Read when they are asked for: of most nobody does. */
  buckets(): Map<number, number>;
}

const PREFIX = 'k6_';
const NAME = '__name__';
/** On each series k6 notes which of its features are switched on. */
const FEATURE = 'k6_feature_';

/** @throws Error when the bytes are no such message */
export function seriesIn(message: Uint8Array): Series[] {
  const all: Series[] = [];
  const view = new DataView(message.buffer, message.byteOffset, message.byteLength);
  eachField(message, whole(message), (field, _, body) => {
    if (field === 1 && body !== undefined) all.push(seriesOf(view, message, body));
  });
  return all;
}

function whole(bytes: Uint8Array): Span {
  return { from: 0, to: bytes.length };
}

function seriesOf(view: DataView, bytes: Uint8Array, span: Span): Series {
  const series: Series = { name: '', tags: {}, t: 0, value: Number.NaN };
  eachField(bytes, span, (field, _, body) => {
    if (body === undefined) return;
    if (field === 1) label(bytes, body, series);
    if (field === 2) sample(view, bytes, body, series);
    if (field === 4) series.histogram = histogramOf(view, bytes, body, series);
  });
  return series;
}

function label(bytes: Uint8Array, span: Span, series: Series): void {
  let name = '';
  let value = '';
  eachField(bytes, span, (field, _, body) => {
    if (body === undefined) return;
    if (field === 1) name = textOf(bytes, body);
    if (field === 2) value = textOf(bytes, body);
  });
  if (name.startsWith(FEATURE)) return;
  if (name !== NAME) series.tags[name] = value;
  else series.name = value.startsWith(PREFIX) ? value.slice(PREFIX.length) : value;
}

function sample(view: DataView, bytes: Uint8Array, span: Span, series: Series): void {
  eachField(bytes, span, (field, number, body) => {
    if (field === 1 && body !== undefined) series.value = doubleAt(view, body);
    if (field === 2 && body === undefined) series.t = Math.max(series.t, number);
  });
}

function histogramOf(view: DataView, bytes: Uint8Array, span: Span, series: Series): Histogram {
  const histogram: Histogram = {
    count: 0,
    sum: 0,
    schema: 0,
    zeroCount: 0,
    buckets: () => bucketsOf(bytes, span),
  };
  eachField(bytes, span, (field, number, body) => {
    if (field === 1) histogram.count = number;
    if (field === 3 && body !== undefined) histogram.sum = doubleAt(view, body);
    if (field === 4) histogram.schema = signed(number);
    if (field === 6) histogram.zeroCount = number;
    if (field === 15) series.t = Math.max(series.t, number);
  });
  return histogram;
}

/** The first span is so far from bucket 0, each other from the end of the one before; a count is told by its difference to the one before. */
function bucketsOf(bytes: Uint8Array, span: Span): Map<number, number> {
  const spans: ReturnType<typeof spanOf>[] = [];
  eachField(bytes, span, (field, _, body) => {
    if (field === 11 && body !== undefined) spans.push(spanOf(bytes, body));
  });
  const deltas: number[] = [];
  eachNumber(bytes, span, 12, (number) => deltas.push(signed(number)));
  const buckets = new Map<number, number>();
  let bucket = 0;
  let count = 0;
  let read = 0;
  for (const { offset, length } of spans) {
    bucket += offset;
    for (const end = Math.min(deltas.length, read + length); read < end; read++) {
      count += deltas[read] ?? 0;
      if (count > 0) buckets.set(bucket, count);
      bucket++;
    }
  }
  return buckets;
}

function spanOf(bytes: Uint8Array, span: Span): { offset: number; length: number } {
  const found = { offset: 0, length: 0 };
  eachField(bytes, span, (field, number) => {
    if (field === 1) found.offset = signed(number);
    if (field === 2) found.length = number;
  });
  return found;
}

/** ZigZag: small numbers of either sign are short. */
function signed(number: number): number {
  return number % 2 === 0 ? number / 2 : -(number + 1) / 2;
}

function doubleAt(view: DataView, { from, to }: Span): number {
  return to - from === 8 ? view.getFloat64(from, true) : Number.NaN;
}

const decoder = new TextDecoder();

function textOf(bytes: Uint8Array, { from, to }: Span): string {
  return decoder.decode(bytes.subarray(from, to));
}
