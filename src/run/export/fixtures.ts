/** Reads what Prometheus would: of ours, and of k6. */
import { PbfReader } from 'pbf';

export interface Read {
  labels: string[];
  samples: [number, number][];
}

/** WriteRequest of https://prometheus.io/docs/specs/prw/remote_write_spec/. */
export function readWriteRequest(bytes: Uint8Array): Read[] {
  return new PbfReader(bytes).readFields((_, all: Read[], pbf) => {
    all.push(pbf.readMessage(readSeries, { labels: [], samples: [] }));
  }, []);
}

function readSeries(tag: number, series: Read, pbf: PbfReader): void {
  if (tag === 1) series.labels.push(pbf.readMessage(readLabel, ['', '']).join('='));
  else series.samples.push(pbf.readMessage(readSample, [0, 0]));
}

function readLabel(tag: number, label: [string, string], pbf: PbfReader): void {
  label[tag - 1] = pbf.readString();
}

function readSample(tag: number, read: [number, number], pbf: PbfReader): void {
  read[tag - 1] = tag === 1 ? pbf.readDouble() : pbf.readVarint(true);
}
