/** A curve as small as a word: how one series of a load went, from zero to its highest value or to a limit. */
import type { Scene } from './data.ts';

const WIDTH = 84;
const HEIGHT = 22;
const MARGIN = 2;
/** More points than pixels show nothing more. */
const MAX_POINTS = WIDTH;
const SVG = 'http://www.w3.org/2000/svg';

/** @param limit drawn as a line when it is given. Undefined where the series was not read. */
export function spark(scene: Scene | undefined, id: string, limit?: number): SVGElement | undefined {
  const values = scene?.series.find((series) => series.id === id)?.values.filter((value) => value !== null);
  if (values === undefined || values.length < 2) return undefined;
  const highest = Math.max(limit ?? 0, ...thinned(values)) || 1;
  const y = (value: number) => HEIGHT - MARGIN - (value / highest) * (HEIGHT - 2 * MARGIN);
  const points = thinned(values);
  const x = (index: number) => MARGIN + (index / (points.length - 1)) * (WIDTH - 2 * MARGIN);
  const path = points.map(
    (value, index) => `${index === 0 ? 'M' : 'L'}${x(index).toFixed(1)} ${y(value).toFixed(1)}`,
  );
  return made(
    'svg',
    {
      class: 'spark',
      viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
      width: String(WIDTH),
      height: String(HEIGHT),
      'aria-hidden': 'true',
    },
    ...(limit === undefined ? [] : [made('path', { class: 'limit', d: `M0 ${y(limit)}H${WIDTH}` })]),
    made('path', { class: 'curve', d: path.join('') }),
  );
}

/** Of each stretch the highest: a spike stays one. */
function thinned(values: number[]): number[] {
  if (values.length <= MAX_POINTS) return values;
  const size = values.length / MAX_POINTS;
  return Array.from({ length: MAX_POINTS }, (_, at) =>
    values
      .slice(Math.floor(at * size), Math.floor((at + 1) * size))
      .reduce((most, each) => Math.max(most, each), 0),
  );
}

function made(tag: string, attributes: Record<string, string>, ...children: SVGElement[]): SVGElement {
  const node = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children);
  return node;
}
