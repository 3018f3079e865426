/** Flame graphs of the profiles, each with its largest functions as a table: a picture that can also be read. */
import flamegraph, { type Frame } from 'd3-flame-graph';
import { select } from 'd3-selection';
import { percentText } from '../text/numbers.ts';
import type { Flame, Scene } from './data.ts';
import { codeName, element, table } from './dom.ts';
import { drawLater } from './drawing.ts';
import { textOf } from './units.ts';

const GRAPHS = [
  { key: 'cpu', title: 'CPU profile under load', unit: 'ms' },
  { key: 'heap', title: 'Live heap at the end', unit: 'MiB' },
  { key: 'heapGrowth', title: 'Heap: growth from start to end', unit: 'MiB' },
] as const;

const CELL_HEIGHT_PX = 18;
/** Narrower than this no frame can be seen, let alone be read. */
const MIN_FRAME_PX = 1;
const TOP = 10;

type Unit = (typeof GRAPHS)[number]['unit'];

export function flamesOf({ flames }: Scene): HTMLElement[] {
  return GRAPHS.flatMap(({ key, title, unit }) => {
    const flame = flames[key];
    return flame === undefined || flame.value <= 0 ? [] : [graph(flame, title, unit, key)];
  });
}

function graph(flame: Flame, title: string, unit: Unit, key: string): HTMLElement {
  return flamePicture(flame, title, unit, key, topTable(flame, title, unit));
}

/** @param figures the table that says the same in numbers */
export function flamePicture(
  flame: Flame,
  title: string,
  unit: Unit,
  key: string,
  figures: HTMLElement,
): HTMLElement {
  const box = element('div', { class: 'flame', role: 'img', 'aria-label': title, 'data-flame': key });
  const details = element('p', { class: 'frame-details', 'aria-hidden': 'true' }, ' ');
  drawLater(() => draw(box, details, flame, unit));
  return element(
    'figure',
    {},
    element('figcaption', {}, `${title} (${textOf(flame.value, unit)}); click to zoom`),
    box,
    details,
    element('details', {}, element('summary', {}, 'Largest functions as a table'), figures),
  );
}

function draw(box: HTMLElement, details: HTMLElement, flame: Flame, unit: Unit): void {
  const chart = flamegraph()
    .width(box.clientWidth)
    .cellHeight(CELL_HEIGHT_PX)
    .minFrameSize(MIN_FRAME_PX)
    .transitionDuration(0)
    .inverted(true)
    .setDetailsElement(details)
    .setLabelHandler(
      ({ data, x0, x1 }) =>
        `${data.name}: ${textOf(data.value, unit)}, ${percentText(x1 - x0)}${deltaText(data, unit)}`,
    );
  if (flame.delta !== undefined) chart.setColorMapper(differenceColour);
  select(box).datum(flame).call(chart);
  // Then it takes the width of the screen or the paper that it comes to lie on.
  const picture = box.querySelector('svg');
  picture?.setAttribute('viewBox', `0 0 ${picture.getAttribute('width')} ${picture.getAttribute('height')}`);
}

/** Red took more, blue less, the stronger the larger the share; light enough for black letters (the library's own is not). */
function differenceColour({ data: { value, delta = 0 }, highlight }: Frame, usual: string): string {
  if (highlight) return usual;
  const share = Math.abs(delta) / Math.max(value, Math.abs(delta), Number.MIN_VALUE);
  const faint = Math.round(235 - 115 * share);
  if (delta === 0) return 'rgb(220,220,220)';
  return delta > 0 ? `rgb(255,${faint},${faint})` : `rgb(${faint},${faint},255)`;
}

function deltaText({ delta }: Flame, unit: Unit): string {
  return delta === undefined ? '' : `, ${differenceText(delta, unit)} than before`;
}

/** `12 ms more`. */
export function differenceText(delta: number, unit: Unit): string {
  return `${textOf(Math.abs(delta), unit)} ${delta < 0 ? 'less' : 'more'}`;
}

interface Own {
  name: string;
  value: number;
}

function topTable(flame: Flame, title: string, unit: Unit): HTMLElement {
  const own = new Map<string, number>();
  addOwn(flame, own);
  const rows = [...own]
    .map(([name, value]) => ({ name, value }))
    .filter(({ value }) => value > 0)
    .sort((a, b) => b.value - a.value)
    .slice(0, TOP);
  return table<Own>(
    `${title}: functions by self value`,
    [
      { title: 'function', cell: ({ name }) => codeName(name) },
      { title: 'own', cell: ({ value }) => textOf(value, unit), number: true },
      { title: 'share', cell: ({ value }) => percentText(value / flame.value), number: true },
    ],
    rows,
  );
}

function addOwn({ name, value, children = [] }: Flame, own: Map<string, number>): void {
  const below = children.reduce((sum, child) => sum + child.value, 0);
  own.set(name, (own.get(name) ?? 0) + value - below);
  for (const child of children) addOwn(child, own);
}
