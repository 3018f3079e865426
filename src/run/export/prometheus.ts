/** Prometheus remote write 1.0 (https://prometheus.io/docs/specs/prw/remote_write_spec/): protobuf, packed by snappy. */
import type { PbfWriter } from 'pbf';
import type { PointSeries } from './points.ts';

const HEADERS = {
  'content-type': 'application/x-protobuf',
  'content-encoding': 'snappy',
  'x-prometheus-remote-write-version': '0.1.0',
};

export async function prometheusBody(
  series: PointSeries[],
): Promise<{ body: Uint8Array; headers: Record<string, string> }> {
  const [{ PbfWriter }, { compress }] = await Promise.all([import('pbf'), import('snappyjs')]);
  const request = new PbfWriter();
  for (const each of series) request.writeMessage(1, writeSeries, each);
  return { body: compress(request.finish()), headers: HEADERS };
}

function writeSeries({ name, labels, points }: PointSeries, pbf: PbfWriter): void {
  // Receivers want them sorted.
  for (const label of Object.entries({ __name__: name, ...labels }).sort())
    pbf.writeMessage(1, writeLabel, label);
  for (const point of points) pbf.writeMessage(2, writeSample, point);
}

function writeLabel([name, value]: [string, string], pbf: PbfWriter): void {
  pbf.writeStringField(1, name);
  pbf.writeStringField(2, value);
}

function writeSample({ t, value }: { t: number; value: number }, pbf: PbfWriter): void {
  pbf.writeDoubleField(1, value);
  pbf.writeVarintField(2, t);
}
