/** What all plots of the page have in common: they follow the width, the colours and, on paper, the paper. */
import uPlot from 'uplot';

export const HEIGHT_PX = 170;
/** Left and right of every plot, so that those above each other begin and end alike. */
export const AXIS_PX = 76;
/** Right of every plot: half a label of the axis below it. */
export const EDGE_PX = 20;

/** From tick to tick of an axis of seconds, so that each reads well. */
export const TICK_SECONDS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400];

/** A colour by its name in style.css, as it is when it is asked for. */
export type Colour = (name: string) => string;

export function makePlot(
  box: HTMLElement,
  options: (colour: Colour) => Omit<uPlot.Options, 'width' | 'height'>,
  data: uPlot.AlignedData,
): uPlot {
  const style = getComputedStyle(box);
  const size = () => ({ width: box.clientWidth, height: HEIGHT_PX });
  const plot = new uPlot({ ...size(), ...options((name) => style.getPropertyValue(`--${name}`)) }, data, box);
  new ResizeObserver(() => plot.setSize(size())).observe(box);
  for (const change of ['print', '(prefers-color-scheme: dark)'])
    matchMedia(change).addEventListener('change', () => plot.redraw(false));
  return plot;
}

const LINE_COLOURS = 6;
const DASHES = [[], [8, 4], [2, 3], [10, 3, 2, 3], [4, 4], [1, 5]];

/** Each with a pattern of its own, for those who see no colours. */
export function lineLook(colour: Colour, colourIndex: number, dashIndex: number) {
  return {
    stroke: () => colour(`line-${colourIndex % LINE_COLOURS}`),
    dash: DASHES[dashIndex % DASHES.length] ?? [],
    width: 1.5,
    points: { show: false },
  };
}

/** What the legend says of a line: where the cursor stands, without one at its end. */
export function legendValue(text: (value: number) => string): uPlot.Series.Value {
  return (plot, value, line, index) => {
    const values: ArrayLike<number | null | undefined> = plot.data[line] ?? [];
    const shown = index === null ? Array.from(values).findLast((each) => typeof each === 'number') : value;
    return typeof shown === 'number' ? text(shown) : '–';
  };
}

/** The same of lines that end at different points of the axis: without a cursor all are told at one point, the last. */
export function legendValueAtOne(text: (value: number) => string): uPlot.Series.Value {
  return (plot, value, line, index) => {
    const shown = index === null ? plot.data[line]?.[lastRead(plot)] : value;
    return typeof shown === 'number' ? text(shown) : '–';
  };
}

/** The last point at which any line has a value. */
function lastRead({ data: [x, ...lines] }: uPlot): number {
  for (let at = x.length - 1; at > 0; at--)
    if (lines.some((values) => typeof values[at] === 'number')) return at;
  return 0;
}

/** The legend's marks in the pattern of the lines, as far as a border can. */
export const LEGEND: uPlot.Legend = {
  markers: {
    width: 2,
    dash: (plot, index) => {
      const [stroke = 0] = plot.series[index]?.dash ?? [];
      if (stroke === 0) return 'solid';
      return stroke > 2 ? 'dashed' : 'dotted';
    },
  },
};
