/** Figures as stores of time series take them. Pure. */

/** One series with what came of it since it was last sent. */
export interface PointSeries {
  name: string;
  labels: Record<string, string>;
  /** In order of time. */
  points: { t: number; value: number }[];
}

/** Before the names of samples, so that nobody mistakes our readings for those of an exporter beside the service. */
export const OURS = 'burstbox_';
/** Before those of the load, as k6's own outputs have it. */
export const OF_K6 = 'k6_';

export function exportedName(name: string, prefix = OURS): string {
  return name.startsWith(prefix) ? name : prefix + name;
}

/** Only grows while the same process lives. */
export function isCounter(name: string): boolean {
  return name.endsWith('_total');
}

/** What was read at a moment. */
export interface LabelledValues {
  labels: Record<string, string>;
  /** Epoch ms. */
  t: number;
  prefix: typeof OURS | typeof OF_K6;
  values: Record<string, number>;
}

/** Values of the same name and labels stand together, in order. */
export function seriesOf(read: readonly LabelledValues[]): PointSeries[] {
  const all = new Map<string, PointSeries>();
  for (const { labels, t, prefix, values } of read)
    for (const [name, value] of Object.entries(values)) {
      if (!Number.isFinite(value)) continue;
      const key = JSON.stringify([prefix, name, labels]);
      const series = all.get(key) ?? { name: exportedName(name, prefix), labels, points: [] };
      all.set(key, series);
      series.points.push({ t, value });
    }
  return [...all.values()];
}
