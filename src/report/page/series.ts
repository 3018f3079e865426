/** The charts' series of one scenario, on one axis of seconds: the load from k6's timeline, the rest from our samples. */

import type { Evidence } from '../../judge/evidence.ts';
import { loadBeganMs } from '../../judge/load/load-clock.ts';
import { allowedRange } from '../../judge/resources/allowed-cpus.ts';
import type { Series } from '../../page/data.ts';
import { type Declared, type Reading, SERIES } from './series-list.ts';
import { bucketsOf, thin } from './thin.ts';

/**
 * Empty when nothing says when the load began. Of a long load the axis is thinned.
 * @param scenarios so many share the report, and its size
 */
export function seriesOf(evidence: Evidence, scenarios = 1): { time: number[]; series: Series[] } {
  const columns = SERIES.map(({ read }) => read);
  const { seconds, values } = bySecondOf(evidence, columns, withoutSmallGaps);
  const { time, columns: thinned } = thin(seconds, values, bucketsOf(scenarios));
  return {
    time,
    series: SERIES.flatMap(({ read: _, isChange, ...declared }, index) => {
      const of = thinned[index] ?? [];
      const isLeftOut = isChange === true && allowedRange(evidence) === undefined;
      return isLeftOut || of.every((value) => value === null)
        ? []
        : [{ ...declared, values: of.map(rounded) }];
    }),
  };
}

/** How the names of columns end; shares are ratios there. */
const UNIT_ENDS: Record<Series['unit'], string> = {
  VUs: '',
  '/s': '_per_second',
  ms: '_ms',
  '%': '_ratio',
  CPUs: '_cpus',
  MiB: '_mib',
  'MiB/s': '_mib_per_second',
  count: '',
};

/** Every series by the second as it was read, with its unit: nothing thinned, nothing filled in, none left out. */
export function everySecond(evidence: Evidence): { titles: string[]; rows: (number | null)[][] } {
  const { seconds, values } = readSecond(
    evidence,
    SERIES.map(({ read }) => read),
  );
  return {
    titles: ['second', ...SERIES.map(columnTitle)],
    rows: seconds.map((second) => [second, ...values.map((column) => column[second] ?? null)]),
  };
}

export function columnTitle({ id, unit }: Declared): string {
  return id.replaceAll('-', '_') + UNIT_ENDS[unit];
}

/** Series by the second as they were read. */
export function readSecond(
  evidence: Evidence,
  reads: Declared['read'][],
): { seconds: number[]; values: (number | null)[][] } {
  return bySecondOf(evidence, reads, (column) => column);
}

function bySecondOf(
  evidence: Evidence,
  reads: Declared['read'][],
  finish: (values: (number | null)[]) => (number | null)[],
): { seconds: number[]; values: (number | null)[][] } {
  const beganMs = loadBeganMs(evidence);
  if (beganMs === undefined) return { seconds: [], values: reads.map(() => []) };
  const readings = bySecond(evidence, beganMs);
  return {
    seconds: readings.map((_, second) => second),
    values: reads.map((read) => finish(column(readings, read))),
  };
}

/** Longer than any load; files that do not belong together may lie decades apart. */
const MAX_SECONDS = 3 * 24 * 3600;

/** A period of the timeline is dated by its end, a sample by its begin: both are put to the nearest second. */
function bySecond({ timeline, samples }: Evidence, beganMs: number): Reading[] {
  const readings: Reading[] = [];
  const at = (t: number): Reading | undefined => {
    const second = Math.round((t - beganMs) / 1000);
    if (second < 0 || second > MAX_SECONDS) return undefined;
    while (readings.length <= second) readings.push({});
    return readings[second];
  };
  for (const snapshot of timeline) {
    const reading = at(snapshot.t);
    if (reading !== undefined) reading.load = snapshot;
  }
  for (const sample of samples) {
    const reading = at(sample.t);
    if (reading !== undefined) reading.sample = sample;
  }
  return readings;
}

function column(readings: Reading[], read: Declared['read']): (number | null)[] {
  let before: Reading | undefined;
  return readings.map((reading) => {
    const value = read(reading, before);
    if (reading.sample !== undefined) before = reading;
    return value === undefined || !Number.isFinite(value) ? null : value;
  });
}

/** Readings come a little less than once a second, so that now and then a second has none; longer gaps are real ones. */
function withoutSmallGaps(values: (number | null)[]): (number | null)[] {
  return values.map((value, index) => {
    const [before, after] = [values[index - 1], values[index + 1]];
    return value ?? (typeof before === 'number' && typeof after === 'number' ? (before + after) / 2 : null);
  });
}

/** Four digits are more than a chart can show. */
function rounded(value: number | null): number | null {
  return value === null ? null : Number(value.toPrecision(4));
}
