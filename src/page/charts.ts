/** The charts of one scenario: one time axis, one cursor over all of them. */
import type uPlot from 'uplot';
import { plotSeries } from './chart-plot.ts';
import type { ChartName, ChartScene, Series } from './data.ts';
import { element } from './dom.ts';
import { drawLater } from './drawing.ts';
import { textOf } from './units.ts';

const TITLES: Record<ChartName, string> = {
  load: 'Load',
  throughput: 'Throughput',
  latency: 'Latency of all operations',
  errors: 'Failed operations',
  cpu: 'CPU: the box, k6 and the machine',
  throttling: 'Throttling by the CPU limit of the box',
  memory: 'Memory of the service',
  disk: 'Disk',
  network: 'Network; that of the machine includes its loopback',
  runtime: 'Goroutines or handles, connections, files, threads',
  gc: 'Garbage collection',
};

/**
 * Charts without a single reading are left out.
 * @param drawn told of each plot, and which series are its lines
 */
export function chartsOf(
  scene: ChartScene,
  drawn: (plot: uPlot, ids: string[]) => void = () => {},
): HTMLElement[] {
  if (scene.time.length < 2) return [];
  const figures = (Object.keys(TITLES) as ChartName[]).flatMap((name) => {
    const series = scene.series.filter(
      ({ chart, values }) => chart === name && values.some((value) => value !== null),
    );
    return series.length === 0 ? [] : [figure(name, scene, series, drawn)];
  });
  return figures.length === 0 ? [] : [element('div', { class: 'grid' }, ...figures)];
}

/** To keyboard and screen reader a chart is a slider over time: it says what the readings are where it stands. */
function figure(
  name: ChartName,
  scene: ChartScene,
  series: Series[],
  drawn: (plot: uPlot, ids: string[]) => void,
): HTMLElement {
  const box = element('div', {
    class: 'chart',
    role: 'slider',
    tabindex: '0',
    'aria-label': `${TITLES[name]}. ${series.map(inWords).join('. ')}`,
    'aria-valuemin': '0',
    'aria-valuemax': String(scene.time.at(-1) ?? 0),
    'aria-valuenow': '0',
    'data-chart': name,
  });
  drawLater(() =>
    drawn(
      plotSeries(box, name, scene, series),
      series.map(({ id }) => id),
    ),
  );
  return element('figure', {}, element('figcaption', {}, TITLES[name]), box);
}

/** What the picture shows, for those who do not see it. */
function inWords({ label, unit, values }: Series): string {
  const known = values.filter((value) => value !== null);
  const text = (value: number) => textOf(value, unit);
  const highest = known.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
  const lowest = known.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
  return `${label}: from ${text(lowest)} to ${text(highest)}, at the end ${text(known.at(-1) ?? 0)}`;
}
