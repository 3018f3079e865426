/** OTLP over HTTP in its JSON form, which needs no library (https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding). */
import { isCounter, type PointSeries } from './points.ts';

/** AggregationTemporality of opentelemetry-proto: counts since a start, as Prometheus counts. */
const CUMULATIVE = 2;
const NS_A_MS = 1_000_000n;

export function openTelemetryBody(series: PointSeries[]): { body: string; headers: Record<string, string> } {
  const metrics = series.map(({ name, labels, points }) => {
    const attributes = attributesOf(labels);
    const dataPoints = points.map(({ t, value }) => ({
      attributes,
      timeUnixNano: String(BigInt(Math.round(t)) * NS_A_MS),
      asDouble: value,
    }));
    return isCounter(name)
      ? { name, sum: { aggregationTemporality: CUMULATIVE, isMonotonic: true, dataPoints } }
      : { name, gauge: { dataPoints } };
  });
  const resource = { attributes: attributesOf({ 'service.name': 'burstbox' }) };
  const body = { resourceMetrics: [{ resource, scopeMetrics: [{ scope: { name: 'burstbox' }, metrics }] }] };
  return { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
}

function attributesOf(labels: Record<string, string>): object[] {
  return Object.entries(labels).map(([key, stringValue]) => ({ key, value: { stringValue } }));
}
