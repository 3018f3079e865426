/** A line as small as a word: how one number went, from the oldest to the newest run. */
import { htmlText } from './html-text.ts';

const WIDTH = 120;
const HEIGHT = 28;
/** Room for the dot of the last value. */
const MARGIN = 4;

/**
 * SVG, from zero to the highest value, so that noise looks as small as it is. Where nothing was measured there is a gap.
 * @param label what a screen reader says in place of the picture.
 */
export function sparkline(values: (number | undefined)[], label: string): string {
  const highest = values.reduce<number>((most, value) => Math.max(most, value ?? 0), 0);
  const places = values.map((value, index) => ({
    x: MARGIN + (values.length < 2 ? 1 : index / (values.length - 1)) * (WIDTH - 2 * MARGIN),
    y:
      value === undefined
        ? undefined
        : HEIGHT - MARGIN - (highest === 0 ? 0 : value / highest) * (HEIGHT - 2 * MARGIN),
  }));
  const last = places.findLast(({ y }) => y !== undefined);
  const path = pathOf(places);
  return [
    `<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}" role="img" aria-label="${htmlText(label)}">`,
    path === '' ? '' : `<path d="${path}"/>`,
    last?.y === undefined ? '' : `<circle cx="${short(last.x)}" cy="${short(last.y)}" r="3"/>`,
    '</svg>',
  ].join('');
}

/** The pen is lifted at a gap. */
function pathOf(places: { x: number; y: number | undefined }[]): string {
  return places
    .map(({ x, y }, index) =>
      y === undefined ? '' : `${places[index - 1]?.y === undefined ? 'M' : 'L'}${short(x)} ${short(y)}`,
    )
    .join('');
}

function short(value: number): string {
  return String(Number(value.toFixed(1)));
}
