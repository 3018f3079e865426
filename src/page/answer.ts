/**
 * The chart that shows the answer, for each box a line: latency and throughput against load where there are levels, with the
 * interval in which it breaks as a band; else over the time of the scenario that came nearest to its marks.
 */

import { momentText } from '../text/numbers.ts';
import type { PageData, Scene } from './data.ts';
import { element } from './dom.ts';
import { lineFigure, type Picture } from './line-plot.ts';
import { TICK_SECONDS } from './plot.ts';

/** Nothing where no load was measured. */
export function answerCharts({ scenes }: PageData): HTMLElement[] {
  const drawn = againstLoad(ladderOf(scenes)) ?? overTime(decisiveOf(scenes));
  return drawn === undefined
    ? []
    : [element('section', { class: 'answer', 'aria-label': 'answer' }, ...drawn)];
}

/** Of the scenario with most levels, every box. */
function ladderOf(scenes: Scene[]): Scene[] {
  const most = scenes
    .filter((scene) => pointsOf(scene).length > 1)
    .sort((a, b) => pointsOf(b).length - pointsOf(a).length)[0];
  return scenes.filter((scene) => scene.scenario === most?.scenario && pointsOf(scene).length > 1);
}

interface LoadPoint {
  level: number;
  p95Ms: number | undefined;
  throughput: number | undefined;
}

/** Of a level that was held twice, as spikes are, the worse. */
function pointsOf({ levels, findings }: Scene): LoadPoint[] {
  if (!findings.some(({ detector }) => detector === 'breaking-point')) return [];
  const byLevel = new Map<number, LoadPoint>();
  for (const { level, p95Ms, throughput } of levels) {
    const known = byLevel.get(level);
    if (p95Ms === undefined && throughput === undefined) continue;
    if (known === undefined || (p95Ms ?? 0) > (known.p95Ms ?? 0))
      byLevel.set(level, { level, p95Ms, throughput });
  }
  return [...byLevel.values()].sort((a, b) => a.level - b.level);
}

function againstLoad(scenes: Scene[]): HTMLElement[] | undefined {
  const [first] = scenes;
  if (first === undefined) return undefined;
  const unit = first.model === 'open' ? 'arrivals/s' : 'VUs';
  const levels = [...new Set(scenes.flatMap((scene) => pointsOf(scene).map(({ level }) => level)))].sort(
    (a, b) => a - b,
  );
  const at = new Map(
    scenes.map((scene) => [scene, new Map(pointsOf(scene).map((each) => [each.level, each]))]),
  );
  const picture = (what: string, read: (point: LoadPoint) => number | undefined) => ({
    title: `${what} against load in ${unit}, ${first.scenario}`,
    // Each level is about twice the one before: they stand equally far apart.
    x: levels.map(place),
    xTicks: levels.map(place),
    xText: (x: number) => `${levelAt(x)} ${unit}`,
    xTickText: levelAt,
    lines: scenes.map((scene) => ({
      label: scene.profile,
      values: levels.map((level) => {
        const point = at.get(scene)?.get(level);
        return (point === undefined ? undefined : read(point)) ?? null;
      }),
    })),
    bands: scenes.flatMap((scene, line) => bandOf(scene, line, levels)),
  });
  return [
    lineFigure({ ...picture('p95', ({ p95Ms }) => p95Ms), unit: 'ms', isLogarithmic: true }),
    lineFigure({ ...picture('Operations a second', ({ throughput }) => throughput), unit: '/s' }),
  ];
}

function place(level: number): number {
  return Math.log2(level);
}

function levelAt(x: number): string {
  return Math.round(2 ** x).toLocaleString('en');
}

function bandOf({ profile, findings }: Scene, line: number, levels: number[]): NonNullable<Picture['bands']> {
  const interval = findings.find(({ detector }) => detector === 'breaking-point')?.loadInterval;
  const lowest = levels[0];
  if (interval === undefined || lowest === undefined) return [];
  const from = Math.max(interval.low, lowest);
  const label = `${profile} breaks`;
  return from > interval.high ? [] : [{ from: place(from), to: place(interval.high), label, line }];
}

/** The scenario of the gravest status; of those that which was played on most boxes. */
function decisiveOf(scenes: Scene[]): Scene[] {
  const played = scenes.filter(({ time }) => time.length > 1);
  const gravest = (['critical', 'unknown', 'warning', 'healthy'] as const).flatMap((status) =>
    played.filter((scene) => scene.status === status),
  )[0];
  return played.filter(({ scenario }) => scenario === gravest?.scenario);
}

function overTime(scenes: Scene[]): HTMLElement[] | undefined {
  const [first] = scenes;
  if (first === undefined) return undefined;
  const time = [...new Set(scenes.flatMap((scene) => scene.time))].sort((a, b) => a - b);
  const picture = (what: string, id: string) => ({
    title: `${what} over time, ${first.scenario}`,
    x: time,
    xText: momentText,
    xSteps: TICK_SECONDS,
    moments: momentsOf(scenes),
    lines: scenes.flatMap((scene) => {
      const values = scene.series.find((series) => series.id === id)?.values;
      if (values === undefined) return [];
      const at = new Map(scene.time.map((second, index) => [second, values[index] ?? null]));
      return [{ label: scene.profile, values: time.map((second) => at.get(second) ?? null) }];
    }),
  });
  const mark = first.limits.find(({ chart, status }) => chart === 'latency' && status === 'warning')?.value;
  return [
    lineFigure({ ...picture('p95', 'p95'), unit: 'ms', ...(mark === undefined ? {} : { limit: mark }) }),
    lineFigure({ ...picture('Requests a second', 'requests'), unit: '/s' }),
  ].filter((_, index) => picture('', index === 0 ? 'p95' : 'requests').lines.length > 0);
}

/** What broke and when, of each box the first; of several boxes with its name. */
function momentsOf(scenes: Scene[]): NonNullable<Picture['moments']> {
  return scenes.flatMap(({ profile, markers }, line) => {
    const first = markers.find(({ status }) => status === 'critical');
    if (first === undefined) return [];
    return [{ at: first.at, label: scenes.length === 1 ? first.label : `${profile} ${first.label}`, line }];
  });
}
