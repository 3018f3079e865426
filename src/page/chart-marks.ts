/** Draws what explains a chart: bands of the load's phases behind it, limits and events on it. */
import type uPlot from 'uplot';
import type { ChartName, ChartScene, LimitLine } from './data.ts';
import { labelPlaces, type Place } from './label-places.ts';
import type { Colour } from './plot.ts';

const FONT_PX = 11;
const LABEL_HEIGHT_PX = 14;
const LABEL_GAP_PX = 6;
/** Above the lines, where nothing crosses the names of the bands. */
export const BAND_LABEL_PX = 18;
/** So thick is the paper around letters that a line would run through. */
const HALO_PX = 3;
/** Rows in which a label looks for room. */
const MAX_ROWS = 5;

/** A label says itself in the colour of a status, at the first place that is free. */
type Say = (text: string, status: string, places: Place[]) => void;

export function marksOf(scene: ChartScene, chart: ChartName, colour: Colour): uPlot.Plugin {
  return {
    hooks: {
      drawClear: [(plot) => drawBands(plot, scene, colour)],
      draw: [
        (plot) =>
          within(plot, () => {
            const say = sayer(plot, colour);
            drawMarkers(plot, scene, colour, say);
            drawLimits(
              plot,
              scene.limits.filter((limit) => limit.chart === chart),
              colour,
              say,
            );
          }),
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
      const label = labels.find((text) => ctx.measureText(text).width + px(LABEL_GAP_PX) < right - left);
      ctx.fillText(label ?? '', left + px(2), bbox.top - px(LABEL_GAP_PX));
    });
  });
}

/** One that is far above what was measured is named at the top, without a line. */
function drawLimits(plot: uPlot, limits: LimitLine[], colour: Colour, say: Say): void {
  const { ctx, bbox } = plot;
  const scale = plot.series[1]?.scale ?? 'y';
  for (const { value, label, status } of limits) {
    const y = plot.valToPos(value, scale, true);
    if (y < bbox.top) {
      if (status === 'warning') say(`↑ ${label}`, status, rowsFrom(bbox.left + px(LABEL_GAP_PX), bbox.top));
      continue;
    }
    ctx.strokeStyle = colour(status);
    ctx.setLineDash([6, 4]);
    line(ctx, bbox.left, y, bbox.left + bbox.width, y);
    const width = ctx.measureText(label).width;
    const lefts = [bbox.left + px(LABEL_GAP_PX), bbox.left + bbox.width - width - px(LABEL_GAP_PX)];
    const tops = [y - px(LABEL_HEIGHT_PX + 2), y + px(2)];
    say(
      label,
      status,
      tops.flatMap((top) => lefts.map((left) => ({ left, top }))),
    );
  }
}

/** A label that would run into another stands a line lower. */
function drawMarkers(plot: uPlot, { markers }: ChartScene, colour: Colour, say: Say): void {
  const { ctx, bbox } = plot;
  const end = bbox.left + bbox.width;
  for (const { at, label, status } of markers) {
    const x = plot.valToPos(at, 'x', true);
    if (x < bbox.left || x > end) continue; // outside of what is zoomed to
    ctx.strokeStyle = colour(status);
    ctx.setLineDash([]);
    line(ctx, x, bbox.top, x, bbox.top + bbox.height);
    const before = x - px(4) - ctx.measureText(label).width;
    say(label, status, [...rowsFrom(x + px(4), bbox.top), ...rowsFrom(before, bbox.top)]);
  }
}

function rowsFrom(left: number, top: number): Place[] {
  return Array.from({ length: MAX_ROWS }, (_, row) => ({ left, top: top + px(2 + LABEL_HEIGHT_PX * row) }));
}

function sayer({ ctx, bbox }: uPlot, colour: Colour): Say {
  const bounds = {
    left: bbox.left,
    top: bbox.top,
    right: bbox.left + bbox.width,
    bottom: bbox.top + bbox.height,
  };
  const placeOf = labelPlaces(bounds, px(LABEL_HEIGHT_PX), px(LABEL_GAP_PX));
  return (text, status, places) => {
    const place = placeOf(ctx.measureText(text).width, places);
    if (place === undefined) return;
    const baseline = place.top + px(FONT_PX);
    ctx.setLineDash([]);
    ctx.strokeStyle = colour('paper');
    ctx.lineWidth = px(HALO_PX);
    ctx.lineJoin = 'round';
    ctx.strokeText(text, place.left, baseline);
    ctx.fillStyle = colour(status);
    ctx.fillText(text, place.left, baseline);
  };
}

/** Paints on the plot and the strip of labels above it, and nowhere else. */
export function within({ ctx, bbox }: uPlot, paint: () => void): void {
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

export function line(ctx: CanvasRenderingContext2D, x0: number, y0: number, x1: number, y1: number): void {
  ctx.lineWidth = px(1);
  ctx.beginPath();
  ctx.moveTo(x0, y0);
  ctx.lineTo(x1, y1);
  ctx.stroke();
}

/** uPlot draws in the screen's own pixels. */
export function px(size: number): number {
  return size * devicePixelRatio;
}
