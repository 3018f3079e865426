/** Lines over something that one names: load, percentiles, or the time of several loads. */
import type uPlot from 'uplot';
import { px, within } from './chart-marks.ts';
import type { Series } from './data.ts';
import { element } from './dom.ts';
import { drawLater } from './drawing.ts';
import { AXIS_PX, type Colour, LEGEND, legendValue, lineLook, makePlot } from './plot.ts';
import { textOf } from './units.ts';

/** uPlot's name for a logarithmic scale. */
const LOGARITHMIC = 3;
/** A logarithm has no zero. */
const MIN_LOGARITHMIC = 0.001;
/** Room for half of the last tick's label. */
const LABEL_PX = 28;
const HEADROOM = 1.15;
const BAND_LABEL_ROW_PX = 14;
const BAND_ALPHA = 0.16;

export interface Picture {
  title: string;
  x: number[];
  lines: { label: string; values: (number | null)[] }[];
  unit: Series['unit'];
  isLogarithmic?: true;
  xText: (x: number) => string;
  xTicks?: number[];
  /** Stretches of the axis, each in the colour of a line. */
  bands?: { from: number; to: number; label: string; line: number }[];
  /** Drawn where it lies within what was measured. */
  limit?: number;
}

export function lineFigure(picture: Picture): HTMLElement {
  const { title, lines, unit, bands = [] } = picture;
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
    'aria-label': `${title}: ${[...words, ...bands.map(({ label }) => label)].join(', ')}`,
    'data-chart': title,
  });
  drawLater(() => draw(box, picture));
  return element('figure', {}, element('figcaption', {}, title), box);
}

function draw(box: HTMLElement, picture: Picture): void {
  const { x, lines, unit, isLogarithmic, xText, xTicks } = picture;
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
            values: (_, ticks) => ticks.map(xText),
            ...(xTicks === undefined ? {} : { splits: () => xTicks }),
          },
          {
            ...look,
            size: AXIS_PX,
            values: (_, ticks) => ticks.map((tick) => (tick === null ? '' : textOf(tick, unit))),
          },
        ],
        series: [
          { label: 'at', value: legendValue(xText) },
          ...lines.map(({ label }, index) => ({
            ...lineLook(colour, index, index),
            label,
            spanGaps: true,
            points: { show: x.length < SEPARATE_POINTS },
            value: legendValue((value) => textOf(value, unit)),
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

/** Bands behind the lines, their names one below the other, and the limit. */
function explained({ bands = [], limit }: Picture, colour: Colour): uPlot.Plugin {
  return {
    hooks: {
      drawClear: [
        (plot) =>
          within(plot, () => {
            for (const { from, to, line } of bands) {
              const [left, right] = [plot.valToPos(from, 'x', true), plot.valToPos(to, 'x', true)];
              plot.ctx.globalAlpha = BAND_ALPHA;
              plot.ctx.fillStyle = colour(`line-${line}`);
              plot.ctx.fillRect(left, plot.bbox.top, right - left, plot.bbox.height);
              plot.ctx.globalAlpha = 1;
            }
          }),
      ],
      draw: [
        (plot) =>
          within(plot, () => {
            const { ctx, bbox } = plot;
            bands.forEach(({ to, label, line }, row) => {
              const right = plot.valToPos(to, 'x', true);
              const left = Math.max(bbox.left + px(2), right - ctx.measureText(label).width - px(2));
              const baseline = bbox.top + px(BAND_LABEL_ROW_PX * (row + 1));
              ctx.lineWidth = px(3);
              ctx.lineJoin = 'round';
              ctx.strokeStyle = colour('paper');
              ctx.strokeText(label, left, baseline);
              ctx.fillStyle = colour(`line-${line}`);
              ctx.fillText(label, left, baseline);
            });
            if (limit === undefined) return;
            const y = plot.valToPos(limit, 'y', true);
            if (y < bbox.top) return;
            ctx.strokeStyle = colour('warning');
            ctx.setLineDash([6, 4]);
            ctx.lineWidth = px(1);
            ctx.beginPath();
            ctx.moveTo(bbox.left, y);
            ctx.lineTo(bbox.left + bbox.width, y);
            ctx.stroke();
          }),
      ],
    },
  };
}
