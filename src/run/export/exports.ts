/** What is told of object storage while a load runs: lines of JSON, and figures for Prometheus. */
import { join } from 'node:path';
import { FILES } from '../../store/store.ts';
import type { Snapshot } from '../../store/timeline.ts';
import { figuresOf } from './figures.ts';
import { intervalWriter } from './intervals.ts';
import type { MetricsPort } from './metrics-port.ts';

export interface Exports {
  intervalSeconds?: number | undefined;
  /** Where Prometheus asks. */
  port?: number | undefined;
  metrics?: MetricsPort | undefined;
}

export interface Exporter {
  /** Takes one second of the load, as k6 has recorded it. */
  period(snapshot: Snapshot): void;
  end(): void;
}

export function exporterOf(
  { intervalSeconds, metrics }: Exports,
  profile: string,
  scenario: string,
  folder: string,
): Exporter {
  const intervals =
    intervalSeconds === undefined
      ? undefined
      : intervalWriter(join(folder, FILES.intervals), intervalSeconds);
  return {
    period(snapshot) {
      const figures = figuresOf(snapshot);
      intervals?.period(figures);
      metrics?.period({ profile, scenario }, figures);
    },
    end: () => intervals?.end(),
  };
}
