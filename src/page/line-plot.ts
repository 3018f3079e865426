/** Lines over something that one names: load, percentiles, or the time of several loads. */
import type uPlot from 'uplot';
import type { Series } from './data.ts';
import { element } from './dom.ts';
import { drawLater } from './drawing.ts';
import { explained } from './line-marks.ts';
import { AXIS_PX, type Colour, LEGEND, legendValueAtOne, lineLook, makePlot } from './plot.ts';
import { textOf, tickText } from './units.ts';

/** uPlot's name for a logarithmic scale. */
const LOGARITHMIC = 3;
/** A logarithm has no zero. */
const MIN_LOGARITHMIC = 0.001;
/** Room for half of the last tick's label. */
const LABEL_PX = 28;
const HEADROOM = 1.15;

export interface Picture {
  title: string;
  x: number[];
  lines: { label: string; values: (number | null)[] }[];
  unit: Series['unit'];
  isLogarithmic?: true;
  xText: (x: number) => string;
  /** As short as the axis has room for; without it as `xText`. */
  xTickText?: (x: number) => string;
  xTicks?: number[];
  /** Distances from tick to tick that read well. */
  xSteps?: number[];
  /** Stretches of the axis, each in the colour of a line. */
  bands?: { from: number; to: number; label: string; line: number }[];
  /** Points of the axis, each in the colour of a line. */
  moments?: { at: number; label: string; line: number }[];
  /** Drawn where it lies within what was measured. */
  limit?: number;
}

export function lineFigure(picture: Picture): HTMLElement {
  const { title, lines, unit, bands = [], moments = [] } = picture;
  const words = lines.map(({ label, values }) => {
    const known = values.filter((value) => value !== null);
    const [first, last] = [known[0], known.at(-1)].map((value) =>
      value === undefined ? '–' : textOf(value, unit),
    );
    return `${label} from ${first} to ${last}`;
  });
  const box = element('div', {
    class: 'chart',
    role: 'img',
    'aria-label': `${title}: ${[...words, ...[...bands, ...moments].map(({ label }) => label)].join(', ')}`,
    'data-chart': title,
  });
  drawLater(() => draw(box, picture));
  return element('figure', {}, element('figcaption', {}, title), box);
}

function draw(box: HTMLElement, picture: Picture): void {
  const { x, lines, unit, isLogarithmic, xText, xTickText = xText, xTicks, xSteps } = picture;
  const seen = (value: number | null) =>
    value === null || !isLogarithmic ? value : Math.max(value, MIN_LOGARITHMIC);
  makePlot(
    box,
    (colour: Colour) => {
      const look = {
        stroke: () => colour('ink'),
        grid: { stroke: () => colour('grid'), width: 1 },
      };
      return {
        legend: LEGEND,
        scales: { x: { time: false }, y: isLogarithmic ? { distr: LOGARITHMIC } : { range: fromZero } },
        axes: [
          {
            ...look,
            values: (_, ticks) => ticks.map(xTickText),
            ...(xTicks === undefined ? {} : { splits: () => xTicks }),
            ...(xSteps === undefined ? {} : { incrs: xSteps }),
          },
          {
            ...look,
            size: AXIS_PX,
            values: (_, ticks) => ticks.map((tick) => (tick === null ? '' : tickText(tick, unit))),
          },
        ],
        series: [
          { label: 'at', value: legendValueAtOne(xText) },
          ...lines.map(({ label }, index) => ({
            ...lineLook(colour, index, index),
            label,
            spanGaps: true,
            points: { show: x.length < SEPARATE_POINTS },
            value: legendValueAtOne((value) => textOf(value, unit)),
          })),
        ],
        padding: [null, LABEL_PX, null, null],
        plugins: [explained(picture, colour)],
      };
    },
    [x, ...lines.map(({ values }) => values.map(seen))],
  );
}

/** So few that each is seen. */
const SEPARATE_POINTS = 40;

function fromZero(_: uPlot, low: number | null, high: number | null): [number, number] {
  return [Math.min(0, low ?? 0), HEADROOM * (high || 1)];
}
