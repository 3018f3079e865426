/** One chart over time: its axes, lines, cursor. */
import uPlot from 'uplot';
import { momentText } from '../text/numbers.ts';
import { BAND_LABEL_PX, marksOf } from './chart-marks.ts';
import type { ChartName, ChartScene, Series } from './data.ts';
import {
  AXIS_PX,
  type Colour,
  EDGE_PX,
  LEGEND,
  legendValue,
  lineLook,
  makePlot,
  TICK_SECONDS,
} from './plot.ts';
import { textOf, tickText } from './units.ts';

/** A second without a reading among its neighbours is no gap: readings come a little less than once a second. */
const JOINED_POINTS = 3;
const HEADROOM = 1.15;
/** How much of the box is used is what one wants to see there, however little it is. */
const IS_OF_BOX: ChartName[] = ['cpu', 'memory'];

export function plotSeries(box: HTMLElement, name: ChartName, scene: ChartScene, series: Series[]): uPlot {
  const unit = series[0]?.unit ?? 'count';
  const syncKey = `${scene.profile}/${scene.scenario}`;
  const plot = makePlot(
    box,
    (colour) => ({
      cursor: { sync: { key: syncKey }, drag: { x: true, y: false } },
      legend: LEGEND,
      scales: scalesOf(name, scene),
      axes: axesOf(unit, colour),
      series: [
        { label: 'time', value: legendValue(momentText) },
        ...series.map((line, index) => lineOf(line, index, scene, colour)),
      ],
      padding: [BAND_LABEL_PX, EDGE_PX, 0, 0],
      plugins: [marksOf(scene, name, colour)],
    }),
    [scene.time, ...series.map(({ values }) => values)],
  );
  box.addEventListener('keydown', (event) => moveCursor(plot, uPlot.sync(syncKey).plots, series, event));
  return plot;
}

/** A zero line shows how large a change is. Where nothing but zero was read, the limits say how much would have been a lot. */
function scalesOf(name: ChartName, { limits, markers, time }: ChartScene): uPlot.Scales {
  const last = time.at(-1) ?? 0;
  const end = markers.reduce((latest, { at }) => Math.max(latest, at), last);
  const limit = limits.reduce((most, { chart, value }) => (chart === name ? Math.max(most, value) : most), 0);
  const range = (_: uPlot, low: number | null, high: number | null): [number, number] => [
    Math.min(0, low ?? 0),
    HEADROOM * Math.max(high || limit || 1, IS_OF_BOX.includes(name) ? limit : 0),
  ];
  return {
    // What ends a load is later than its last reading.
    x: { time: false, range: (_, from, to) => [from, to === last ? end : to] },
    y: { range },
  };
}

function axesOf(unit: Series['unit'], colour: Colour): uPlot.Axis[] {
  const stroke = () => colour('ink');
  const grid = { stroke: () => colour('grid'), width: 1 };
  return [
    { stroke, grid, incrs: TICK_SECONDS, values: (_, ticks) => ticks.map(momentText) },
    { stroke, grid, size: AXIS_PX, values: (_, ticks) => ticks.map((tick) => tickText(tick, unit)) },
  ];
}

/** Of two runs each has a colour of its own, and what belongs together the same pattern. */
function lineOf(
  { label, unit, side }: Series,
  index: number,
  { time }: ChartScene,
  colour: Colour,
): uPlot.Series {
  const look =
    side === undefined
      ? lineLook(colour, index, index)
      : lineLook(colour, side === 'before' ? 0 : 1, index >> 1);
  const joined = () => (JOINED_POINTS * ((time.at(-1) ?? 0) - (time[0] ?? 0))) / Math.max(1, time.length - 1);
  return {
    ...look,
    label,
    // Of long runs each is thinned by itself, so that their readings lie beside each other.
    spanGaps: side !== undefined,
    gaps: (plot, _, __, ___, gaps) =>
      gaps.filter(([from, to]) => plot.posToVal(to, 'x', true) - plot.posToVal(from, 'x', true) > joined()),
    value: legendValue((value) => textOf(value, unit)),
  };
}

/** Arrow keys do what the mouse does, over all charts of the scenario. */
function moveCursor(plot: uPlot, together: uPlot[], lines: Series[], event: KeyboardEvent): void {
  const time = plot.data[0];
  const last = time.length - 1;
  const now = plot.cursor.idx ?? 0;
  const aim = { ArrowLeft: now - 1, ArrowRight: now + 1, Home: 0, End: last }[event.key];
  if (aim === undefined) return;
  event.preventDefault();
  const index = Math.min(last, Math.max(0, aim));
  const seconds = time[index] ?? 0;
  for (const each of together) each.setCursor({ left: each.valToPos(seconds, 'x'), top: 0 });
  const readings = lines.map(({ label, unit, values }) => {
    const value = values[index];
    return `${label} ${value === null || value === undefined ? 'not read' : textOf(value, unit)}`;
  });
  plot.root.parentElement?.setAttribute('aria-valuenow', String(seconds));
  plot.root.parentElement?.setAttribute('aria-valuetext', [momentText(seconds), ...readings].join(', '));
}
