/** Latencies on a logarithmic axis, over something other than time. */
import type uPlot from 'uplot';
import { msText } from '../text/numbers.ts';
import { element } from './dom.ts';
import { drawLater } from './drawing.ts';
import { AXIS_PX, type Colour, LEGEND, lineLook, makePlot } from './plot.ts';

/** uPlot's name for a logarithmic scale. */
const LOGARITHMIC = 3;
/** A logarithm has no zero. */
const MIN_MS = 0.001;
/** Room for half of the last tick's label. */
const LABEL_PX = 28;

interface Picture {
  title: string;
  x: number[];
  lines: { label: string; values: number[] }[];
  xText: (x: number) => string;
  xTicks?: number[];
}

export function latencyFigure(picture: Picture): HTMLElement {
  const { title, lines } = picture;
  const words = lines.map(
    ({ label, values }) => `${label} from ${msText(values[0])} to ${msText(values.at(-1))}`,
  );
  const box = element('div', {
    class: 'chart',
    role: 'img',
    'aria-label': `${title}: ${words.join(', ')}`,
    'data-chart': title,
  });
  drawLater(() => draw(box, picture));
  return element('figure', {}, element('figcaption', {}, title), box);
}

function draw(box: HTMLElement, { x, lines, xText, xTicks }: Picture): void {
  makePlot(
    box,
    (colour: Colour) => {
      const look = {
        stroke: () => colour('ink'),
        grid: { stroke: () => colour('grid'), width: 1 },
      };
      return {
        legend: LEGEND,
        scales: { x: { time: false }, y: { distr: LOGARITHMIC } },
        axes: [
          {
            ...look,
            values: (_, ticks) => ticks.map(xText),
            ...(xTicks === undefined ? {} : { splits: () => xTicks }),
          },
          {
            ...look,
            size: AXIS_PX,
            values: (_, ticks) => ticks.map((tick) => (tick === null ? '' : msText(tick))),
          },
        ],
        series: [
          { label: 'at', value: (_, at) => (at === null ? '–' : xText(at)) },
          ...lines.map(({ label }, index) => ({
            ...lineLook(colour, index, index),
            label,
            points: { show: true },
            value: (_: uPlot, value: number | null) => (value === null ? '–' : msText(value)),
          })),
        ],
        padding: [null, LABEL_PX, null, null],
      };
    },
    [x, ...lines.map(({ values }) => values.map((value) => Math.max(value, MIN_MS)))],
  );
}
