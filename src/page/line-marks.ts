/** What explains a chart over load or over the time of several boxes: where each breaks, and the mark. */
import type uPlot from 'uplot';
import { line as drawLine, px, within } from './chart-marks.ts';
import type { Picture } from './line-plot.ts';
import type { Colour } from './plot.ts';

const LABEL_ROW_PX = 14;
const BAND_ALPHA = 0.16;

/** Bands behind the lines, moments over them, the names of both one below the other, and the limit. */
export function explained({ bands = [], moments = [], limit }: Picture, colour: Colour): uPlot.Plugin {
  return {
    hooks: {
      drawClear: [(plot) => within(plot, () => drawBands(plot, bands, colour))],
      draw: [
        (plot) =>
          within(plot, () => {
            for (const { at, line } of moments) drawMoment(plot, at, colour(`line-${line}`));
            const named = [...bands.map(({ to, ...rest }) => ({ ...rest, at: to })), ...moments];
            for (const [row, { at, label, line }] of named.entries())
              sayLeftOf(plot, label, { at, row }, { ink: colour(`line-${line}`), paper: colour('paper') });
            if (limit !== undefined) drawLimit(plot, limit, colour('warning'));
          }),
      ],
    },
  };
}

function drawBands(plot: uPlot, bands: NonNullable<Picture['bands']>, colour: Colour): void {
  const { ctx, bbox } = plot;
  for (const { from, to, line } of bands) {
    const [left, right] = [plot.valToPos(from, 'x', true), plot.valToPos(to, 'x', true)];
    ctx.globalAlpha = BAND_ALPHA;
    ctx.fillStyle = colour(`line-${line}`);
    ctx.fillRect(left, bbox.top, right - left, bbox.height);
    ctx.globalAlpha = 1;
  }
}

function drawMoment(plot: uPlot, at: number, ink: string): void {
  const { ctx, bbox } = plot;
  const x = plot.valToPos(at, 'x', true);
  ctx.strokeStyle = ink;
  ctx.setLineDash([]);
  drawLine(ctx, x, bbox.top, x, bbox.top + bbox.height);
}

/** With paper around the letters, so that lines under them do not hinder. */
function sayLeftOf(
  plot: uPlot,
  text: string,
  { at, row }: { at: number; row: number },
  { ink, paper }: { ink: string; paper: string },
): void {
  const { ctx, bbox } = plot;
  const end = plot.valToPos(at, 'x', true) - px(2);
  const left = Math.max(bbox.left + px(2), end - ctx.measureText(text).width);
  const baseline = bbox.top + px(LABEL_ROW_PX * (row + 1));
  ctx.lineWidth = px(3);
  ctx.lineJoin = 'round';
  ctx.strokeStyle = paper;
  ctx.strokeText(text, left, baseline);
  ctx.fillStyle = ink;
  ctx.fillText(text, left, baseline);
}

/** One above all that was measured is not drawn. */
function drawLimit(plot: uPlot, limit: number, ink: string): void {
  const { ctx, bbox } = plot;
  const y = plot.valToPos(limit, 'y', true);
  if (y < bbox.top) return;
  ctx.strokeStyle = ink;
  ctx.setLineDash([6, 4]);
  drawLine(ctx, bbox.left, y, bbox.left + bbox.width, y);
}
