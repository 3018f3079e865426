/** The charts of one scenario: one time axis, one cursor over all of them. */
import uPlot from 'uplot';
import { marksOf } from './chart-marks.ts';
import type { ChartName, ChartScene, Series } from './data.ts';
import { element } from './dom.ts';
import { textOf } from './units.ts';

const TITLES: Record<ChartName, string> = {
  load: 'Load and throughput',
  latency: 'Latency of all operations',
  errors: 'Failed operations',
  cpu: 'CPU of the service, and throttling',
  memory: 'Memory of the service',
  runtime: 'Runtime of the service: garbage collection, goroutines or handles, file descriptors',
};

const HEIGHT_PX = 190;
const AXIS_PX = 70;
/** Two units fit on a chart: one axis left, one right. */
const AXIS_SIDES = [3, 1] as const;

/** Charts without a single reading are left out. */
export function chartsOf(scene: ChartScene): HTMLElement[] {
  if (scene.time.length < 2) return [];
  return (Object.keys(TITLES) as ChartName[]).flatMap((name) => {
    const series = scene.series.filter(
      ({ chart, values }) => chart === name && values.some((value) => value !== null),
    );
    return series.length === 0 ? [] : [figure(name, scene, series)];
  });
}

function figure(name: ChartName, scene: ChartScene, series: Series[]): HTMLElement {
  const box = element('div', {
    class: 'chart',
    role: 'img',
    tabindex: '0',
    'aria-label': `${TITLES[name]}. ${series.map(inWords).join('. ')}`,
    'data-chart': name,
  });
  const made = element('figure', {}, element('figcaption', {}, TITLES[name]), box);
  // The width is known once the figure is in the page.
  requestAnimationFrame(() => draw(box, name, scene, series));
  return made;
}

/** What the picture shows, for those who do not see it. */
function inWords({ label, unit, values }: Series): string {
  const known = values.filter((value) => value !== null);
  const text = (value: number) => textOf(value, unit);
  const highest = known.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
  const lowest = known.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
  return `${label}: from ${text(lowest)} to ${text(highest)}, at the end ${text(known.at(-1) ?? 0)}`;
}

function draw(box: HTMLElement, name: ChartName, scene: ChartScene, series: Series[]): void {
  const style = getComputedStyle(box);
  const ink = style.getPropertyValue('--ink');
  const grid = { stroke: style.getPropertyValue('--grid'), width: 1 };
  const units = [...new Set(series.map(({ unit }) => unit))].slice(0, AXIS_SIDES.length);
  const lines = series.filter(({ unit }) => units.includes(unit));
  const plot = new uPlot(
    {
      width: box.clientWidth,
      height: HEIGHT_PX,
      cursor: { sync: { key: `${scene.profile}/${scene.scenario}` }, drag: { x: true, y: false } },
      scales: {
        x: { time: false },
        ...Object.fromEntries(units.map((unit) => [unit, { range: fromZero }])),
      },
      axes: [
        { stroke: ink, grid, values: (_, ticks) => ticks.map(clock) },
        ...units.map((unit, index) => ({
          scale: unit,
          side: AXIS_SIDES[index] ?? 1,
          stroke: ink,
          grid: { ...grid, show: index === 0 },
          size: AXIS_PX,
          values: (_: uPlot, ticks: number[]) => ticks.map((tick) => textOf(tick, unit)),
        })),
      ],
      series: [
        { label: 'time', value: (_, at) => (at === null ? '–' : clock(at)) },
        ...lines.map(({ label, unit, side }, index) => ({
          label,
          scale: unit,
          ...lookOf(side, index, style),
          width: 1.5,
          // Of long runs each is thinned by itself, so that their readings lie beside each other.
          spanGaps: side !== undefined,
          points: { show: false },
          value: (_: uPlot, value: number | null | undefined) =>
            value === null || value === undefined ? '–' : textOf(value, unit),
        })),
      ],
      // All charts of a scenario have their seconds above each other, whether an axis stands right or not.
      padding: [null, units.length > 1 ? null : AXIS_PX, null, null],
      plugins: [marksOf(scene, name, style)],
    },
    [scene.time, ...lines.map(({ values }) => values)],
    box,
  );
  new ResizeObserver(() => plot.setSize({ width: box.clientWidth, height: HEIGHT_PX })).observe(box);
  box.addEventListener('keydown', (event) => moveCursor(plot, event));
}

const LINE_COLOURS = 6;
const DASHES = [[], [8, 4], [2, 3], [10, 3, 2, 3], [4, 4], [1, 5]];

/** A pattern of its own for each, for those who see no colours; of two runs the later one is dashed, in the same colour. */
function lookOf(
  side: Series['side'],
  index: number,
  style: CSSStyleDeclaration,
): { stroke: string; dash: number[] } {
  const colour = side === undefined ? index : index >> 1;
  const dash = side === undefined ? index : side === 'before' ? 0 : 1;
  return {
    stroke: style.getPropertyValue(`--line-${colour % LINE_COLOURS}`),
    dash: DASHES[dash % DASHES.length] ?? [],
  };
}

/** A zero line shows how large a change is. */
function fromZero(_: uPlot, low: number, high: number): [number, number] {
  return [Math.min(0, low ?? 0), (high ?? 0) > 0 ? high * 1.1 : 1];
}

/** Arrow keys do what the mouse does. */
function moveCursor(plot: uPlot, event: KeyboardEvent): void {
  const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  if (step === undefined) return;
  event.preventDefault();
  const last = plot.data[0].length - 1;
  const index = Math.min(last, Math.max(0, (plot.cursor.idx ?? 0) + step));
  plot.setCursor({ left: plot.valToPos(plot.data[0][index] ?? 0, 'x'), top: 0 });
}

function clock(seconds: number): string {
  const whole = Math.round(seconds);
  const parts = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const shown = parts[0] === 0 ? parts.slice(1) : parts;
  return shown.map((part, index) => (index === 0 ? String(part) : String(part).padStart(2, '0'))).join(':');
}
