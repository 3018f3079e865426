/** Samples as stores of time series take them. Pure. */
import type { Sample } from '../../contract/contract.ts';

/** One series with what came of it since it was last sent. */
export interface PointSeries {
  name: string;
  labels: Record<string, string>;
  /** In order of time. */
  points: { t: number; value: number }[];
}

/** Before every name, so that nobody mistakes our readings for those of an exporter beside the service. */
const PREFIX = 'burstbox_';

export function exportedName(name: string): string {
  return name.startsWith(PREFIX) ? name : PREFIX + name;
}

/** Only grows while the same process lives. */
export function isCounter(name: string): boolean {
  return name.endsWith('_total');
}

export interface LabelledSample {
  labels: Record<string, string>;
  sample: Sample;
}

/** Samples of the same labels stand together, in order. */
export function seriesOf(samples: readonly LabelledSample[]): PointSeries[] {
  const all = new Map<string, PointSeries>();
  for (const { labels, sample } of samples)
    for (const [name, value] of Object.entries(sample.values)) {
      if (!Number.isFinite(value)) continue;
      const key = JSON.stringify([name, labels]);
      const series = all.get(key) ?? { name: exportedName(name), labels, points: [] };
      all.set(key, series);
      series.points.push({ t: sample.t, value });
    }
  return [...all.values()];
}
