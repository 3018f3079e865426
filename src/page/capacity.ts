/** report.html of a capacity campaign: what it came to, the fill curve, the stages, and what is known of the service. */
import type { CapacityPage, FillChart } from './capacity-data.ts';
import { element, table } from './dom.ts';
import { drawLater } from './drawing.ts';
import { AXIS_PX, type Colour, LEGEND, lineLook, makePlot } from './plot.ts';
import { statusMark, statusSign } from './status-mark.ts';

export function capacityPage(page: CapacityPage): HTMLElement[] {
  const { status, headline, subject, findings, doubts, charts, head, rows, facts, command } = page;
  return [
    element(
      'header',
      {},
      element('h1', {}, statusSign(status), ` ${headline}`),
      element('p', { class: 'subject' }, subject),
      ...list('What was found', findings.map(findingItem)),
    ),
    element(
      'section',
      { 'aria-label': 'fill curve' },
      element('h2', {}, 'As it fills'),
      element('div', { class: 'grid' }, ...charts.map(figure)),
      table(
        'Stages',
        head.map((title, column) => ({
          title,
          cell: (row: string[]) => row[column] ?? '',
          number: column > 0,
        })),
        rows,
      ),
    ),
    element(
      'section',
      { class: 'trust', 'aria-label': 'trust' },
      ...list(
        'How sure are we',
        doubts.map((text) => element('li', {}, text)),
      ),
      element('h2', {}, 'What is known of it'),
      element(
        'dl',
        { class: 'facts' },
        ...facts.flatMap(([label, value]) => [element('dt', {}, label), element('dd', {}, value)]),
      ),
      element('h2', {}, 'How to reproduce'),
      element('pre', { tabindex: '0' }, command),
    ),
  ];
}

function list(title: string, items: HTMLElement[]): HTMLElement[] {
  return items.length === 0 ? [] : [element('h2', {}, title), element('ul', {}, ...items)];
}

function findingItem({ status, message, advice }: CapacityPage['findings'][number]): HTMLElement {
  return element(
    'li',
    {},
    statusMark(status),
    ` ${message}`,
    advice === undefined ? undefined : element('span', { class: 'detail' }, ` What to try: ${advice}`),
  );
}

function figure(chart: FillChart): HTMLElement {
  const { title, lines, yUnit, x, xUnit } = chart;
  const words = lines.map(({ label, values }) => {
    const known = values.filter((value) => value !== null);
    return `${label} from ${textOf(known[0], yUnit)} to ${textOf(known.at(-1), yUnit)}`;
  });
  const box = element('div', {
    class: 'chart',
    role: 'img',
    'aria-label': `${title}, up to ${textOf(x.at(-1), xUnit)} stored: ${words.join(', ')}`,
    'data-chart': title,
  });
  drawLater(() => draw(box, chart));
  return element('figure', {}, element('figcaption', {}, title), box);
}

function draw(box: HTMLElement, { x, xUnit, yUnit, lines }: FillChart): void {
  makePlot(
    box,
    (colour: Colour) => {
      const look = { stroke: () => colour('ink'), grid: { stroke: () => colour('grid'), width: 1 } };
      return {
        legend: LEGEND,
        cursor: { sync: { key: 'fill' }, drag: { x: true, y: false } },
        // A zero line shows how large a change is.
        scales: { x: { time: false }, y: { range: (_, __, high) => [0, 1.15 * (high || 1)] } },
        axes: [
          { ...look, values: (_, ticks) => ticks.map((tick) => textOf(tick, xUnit)) },
          { ...look, size: AXIS_PX, values: (_, ticks) => ticks.map((tick) => textOf(tick, yUnit)) },
        ],
        series: [
          { label: 'stored', value: (_, at) => textOf(at ?? undefined, xUnit) },
          ...lines.map(({ label }, index) => ({
            ...lineLook(colour, index, index),
            label,
            value: (_: unknown, value: number | null) => textOf(value ?? undefined, yUnit),
          })),
        ],
        padding: [null, AXIS_PX / 2, null, null],
      };
    },
    [x, ...lines.map(({ values }) => values)],
  );
}

function textOf(value: number | undefined, unit: string): string {
  return value === undefined ? '–' : `${Number(value.toPrecision(3)).toLocaleString('en')} ${unit}`;
}
