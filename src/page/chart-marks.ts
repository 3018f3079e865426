/** Draws what explains a chart: bands of the load's phases behind it, limits and events on it. */
import type uPlot from 'uplot';
import type { ChartName, ChartScene } from './data.ts';
import type { Colour } from './plot.ts';

const FONT_PX = 11;
const LABEL_HEIGHT_PX = 14;
const LABEL_GAP_PX = 6;
/** Above the lines, where nothing crosses the names of the bands. */
export const BAND_LABEL_PX = 18;

export function marksOf(scene: ChartScene, chart: ChartName, colour: Colour): uPlot.Plugin {
  return {
    hooks: {
      drawClear: [(plot) => drawBands(plot, scene, colour)],
      draw: [
        (plot) => {
          drawLimits(plot, scene, chart, colour);
          drawMarkers(plot, scene, colour);
        },
      ],
    },
  };
}

/** Every second band is tinted; its label says what it is, as long as there is room for one. */
function drawBands(plot: uPlot, { bands }: ChartScene, colour: Colour): void {
  const { ctx, bbox } = plot;
  within(plot, () => {
    bands.forEach(({ from, to, labels, phase }, index) => {
      const left = Math.max(bbox.left, plot.valToPos(from, 'x', true));
      const right = Math.min(bbox.left + bbox.width, plot.valToPos(to, 'x', true));
      ctx.fillStyle = colour(phase === 'spike' ? 'band-spike' : index % 2 ? 'band-odd' : 'band-even');
      ctx.fillRect(left, bbox.top, right - left, bbox.height);
      ctx.fillStyle = colour('faint');
      const label = labels.find((text) => ctx.measureText(text).width < right - left);
      ctx.fillText(label ?? '', left + px(2), bbox.top - px(LABEL_GAP_PX));
    });
  });
}

/** Labels stand left, since what ends a load stands right; one that would lie on another stands beside it. */
function drawLimits(plot: uPlot, { limits }: ChartScene, chart: ChartName, colour: Colour): void {
  const { ctx, bbox } = plot;
  const scale = plot.series[1]?.scale ?? 'y';
  const drawn: { y: number; right: number }[] = [];
  within(plot, () => {
    for (const { value, label, status } of limits.filter((limit) => limit.chart === chart)) {
      const y = plot.valToPos(value, scale, true);
      if (y < bbox.top) continue; // far above what was measured
      ctx.strokeStyle = colour(status);
      ctx.setLineDash([6, 4]);
      line(ctx, bbox.left, y, bbox.left + bbox.width, y);
      const near = drawn.filter((each) => Math.abs(each.y - y) < px(LABEL_HEIGHT_PX));
      const left = Math.max(bbox.left, ...near.map(({ right }) => right)) + px(LABEL_GAP_PX);
      ctx.fillStyle = colour(status);
      ctx.fillText(label, left, y - px(4));
      drawn.push({ y, right: left + ctx.measureText(label).width });
    }
  });
}

/** A label that would run into the one before it stands a line lower. */
function drawMarkers(plot: uPlot, { markers }: ChartScene, colour: Colour): void {
  const { ctx, bbox } = plot;
  const end = bbox.left + bbox.width;
  const rowEnds: number[] = [];
  within(plot, () => {
    for (const { at, label, status } of markers) {
      const x = plot.valToPos(at, 'x', true);
      if (x < bbox.left || x > end) continue; // outside of what is zoomed to
      ctx.strokeStyle = ctx.fillStyle = colour(status);
      ctx.setLineDash([]);
      line(ctx, x, bbox.top, x, bbox.top + bbox.height);
      const width = ctx.measureText(label).width;
      const left = x + px(4) + width > end ? x - px(4) - width : x + px(4);
      const free = rowEnds.findIndex((taken) => taken < left);
      const row = free === -1 ? rowEnds.length : free;
      rowEnds[row] = left + width + px(LABEL_GAP_PX);
      ctx.fillText(label, left, bbox.top + px(LABEL_HEIGHT_PX * (row + 1)));
    }
  });
}

/** Paints on the plot and the strip of labels above it, and nowhere else. */
function within({ ctx, bbox }: uPlot, paint: () => void): void {
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top - px(BAND_LABEL_PX), bbox.width, bbox.height + px(BAND_LABEL_PX));
  ctx.clip();
  ctx.font = `${px(FONT_PX)}px system-ui, sans-serif`;
  ctx.textAlign = 'left';
  ctx.textBaseline = 'alphabetic';
  paint();
  ctx.restore();
}

function line(ctx: CanvasRenderingContext2D, x0: number, y0: number, x1: number, y1: number): void {
  ctx.lineWidth = px(1);
  ctx.beginPath();
  ctx.moveTo(x0, y0);
  ctx.lineTo(x1, y1);
  ctx.stroke();
}

/** uPlot draws in the screen's own pixels. */
function px(size: number): number {
  return size * devicePixelRatio;
}
