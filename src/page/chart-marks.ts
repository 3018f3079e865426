/** Draws what explains a chart: bands of the load's phases behind it, limits and events on it. */
import type uPlot from 'uplot';
import type { ChartName, ChartScene } from './data.ts';

const FONT = '11px system-ui, sans-serif';
const LABEL_HEIGHT_PX = 13;

export function marksOf(scene: ChartScene, chart: ChartName, style: CSSStyleDeclaration): uPlot.Plugin {
  return {
    hooks: {
      drawClear: [(plot) => drawBands(plot, scene, style)],
      draw: [
        (plot) => {
          drawLimits(plot, scene, chart, style);
          drawMarkers(plot, scene, style);
        },
      ],
    },
  };
}

/** Every second band is tinted; the label says what it is. */
function drawBands(plot: uPlot, { bands }: ChartScene, style: CSSStyleDeclaration): void {
  const { ctx, bbox } = plot;
  within(plot, () => {
    bands.forEach(({ from, to, label, phase }, index) => {
      const left = plot.valToPos(from, 'x', true);
      const width = plot.valToPos(to, 'x', true) - left;
      ctx.fillStyle = style.getPropertyValue(
        phase === 'spike' ? '--band-spike' : index % 2 ? '--band-odd' : '--band-even',
      );
      ctx.fillRect(left, bbox.top, width, bbox.height);
      ctx.fillStyle = style.getPropertyValue('--faint');
      ctx.font = scaled(FONT);
      if (ctx.measureText(label).width < width)
        ctx.fillText(label, left + 3, bbox.top + LABEL_HEIGHT_PX * devicePixelRatio);
    });
  });
}

function drawLimits(plot: uPlot, { limits }: ChartScene, chart: ChartName, style: CSSStyleDeclaration): void {
  const { ctx, bbox } = plot;
  const scale = plot.series[1]?.scale ?? 'y';
  within(plot, () => {
    for (const { value, label, status } of limits.filter((limit) => limit.chart === chart)) {
      const y = plot.valToPos(value, scale, true);
      if (y < bbox.top) continue; // far above what was measured
      ctx.strokeStyle = style.getPropertyValue(`--${status}`);
      ctx.setLineDash([6, 4]);
      line(ctx, bbox.left, y, bbox.left + bbox.width, y);
      ctx.fillStyle = style.getPropertyValue(`--${status}`);
      ctx.font = scaled(FONT);
      ctx.fillText(label, bbox.left + bbox.width - ctx.measureText(label).width - 4, y - 4);
    }
  });
}

function drawMarkers(plot: uPlot, { markers }: ChartScene, style: CSSStyleDeclaration): void {
  const { ctx, bbox } = plot;
  within(plot, () => {
    for (const { at, label, status } of markers) {
      const x = plot.valToPos(at, 'x', true);
      ctx.strokeStyle = style.getPropertyValue(`--${status}`);
      ctx.setLineDash([]);
      line(ctx, x, bbox.top, x, bbox.top + bbox.height);
      ctx.fillStyle = style.getPropertyValue(`--${status}`);
      ctx.font = scaled(FONT);
      const width = ctx.measureText(label).width;
      const left = Math.min(x + 4, bbox.left + bbox.width - width);
      ctx.fillText(label, left, bbox.top + 2 * LABEL_HEIGHT_PX * devicePixelRatio);
    }
  });
}

function within({ ctx, bbox }: uPlot, paint: () => void): void {
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  paint();
  ctx.restore();
}

function line(ctx: CanvasRenderingContext2D, x0: number, y0: number, x1: number, y1: number): void {
  ctx.beginPath();
  ctx.moveTo(x0, y0);
  ctx.lineTo(x1, y1);
  ctx.stroke();
}

/** uPlot draws in the screen's own pixels. */
function scaled(font: string): string {
  return font.replace(/^\d+/, (size) => String(Number(size) * devicePixelRatio));
}
