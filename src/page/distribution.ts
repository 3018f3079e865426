/** How latencies are spread, what share of the requests was how fast, Apdex; and latency against load. */
import uPlot from 'uplot';
import { msText, percentText } from '../numbers.ts';
import type { Scene } from './data.ts';
import { element, table } from './dom.ts';

const HEIGHT_PX = 190;
/** uPlot's names: logarithmic, and linear. */
const LOGARITHMIC = 3;

type Ranges = NonNullable<Scene['distribution']>['ranges'];

export function distributionOf({ distribution }: Scene): HTMLElement[] {
  if (distribution === undefined) return [];
  const { quantiles, ranges, apdex } = distribution;
  const q = quantiles.map(({ q }) => q * 100);
  return [
    lineFigure(
      'Latency by percentile',
      q,
      [{ label: 'latency', values: quantiles.map(({ ms }) => ms) }],
      '%',
    ),
    table<Ranges[number]>(
      'Share of requests by latency',
      [
        { title: 'latency', cell: ({ fromMs, toMs }) => rangeText(fromMs, toMs) },
        { title: 'share', cell: ({ share }) => percentText(share), number: true },
        { title: '', cell: ({ share }) => bar(share) },
      ],
      ranges,
    ),
    element(
      'p',
      {},
      `Apdex for ${msText(apdex.targetMs)}: ${apdex.score.toFixed(2)} (1 is best; tolerated up to ${msText(4 * apdex.targetMs)}, failed requests count as frustrated)`,
    ),
  ];
}

export function latencyAgainstLoadOf({ levels, model }: Scene): HTMLElement[] {
  const sorted = levels.flatMap(({ level, medianMs, p95Ms }) =>
    medianMs === undefined || p95Ms === undefined ? [] : [{ level, medianMs, p95Ms }],
  );
  if (sorted.length < 2) return [];
  const unit = model === 'open' ? ' arrivals/s' : ' VUs';
  return [
    lineFigure(
      'Latency against load',
      sorted.map(({ level }) => level),
      [
        { label: 'median', values: sorted.map(({ medianMs }) => medianMs) },
        { label: 'p95', values: sorted.map(({ p95Ms }) => p95Ms) },
      ],
      unit,
    ),
  ];
}

function rangeText(fromMs: number, toMs: number | undefined): string {
  if (toMs === undefined) return `over ${msText(fromMs)}`;
  return fromMs === 0 ? `up to ${msText(toMs)}` : `${msText(fromMs)} to ${msText(toMs)}`;
}

function bar(share: number): HTMLElement {
  return element('meter', { min: '0', max: '1', value: String(share), 'aria-hidden': 'true' });
}

function lineFigure(
  title: string,
  x: number[],
  lines: { label: string; values: number[] }[],
  unit: string,
): HTMLElement {
  const words = lines.map(
    ({ label, values }) => `${label} from ${msText(values[0])} to ${msText(values.at(-1))}`,
  );
  const box = element('div', {
    class: 'chart',
    role: 'img',
    'aria-label': `${title}: ${words.join(', ')}`,
    'data-chart': title,
  });
  requestAnimationFrame(() => draw(box, x, lines, unit));
  return element('figure', {}, element('figcaption', {}, title), box);
}

function draw(
  box: HTMLElement,
  x: number[],
  lines: { label: string; values: number[] }[],
  unit: string,
): void {
  const style = getComputedStyle(box);
  const stroke = style.getPropertyValue('--ink');
  const grid = { stroke: style.getPropertyValue('--grid'), width: 1 };
  const text = (value: number) => `${Number(value.toPrecision(4))}${unit}`;
  const plot = new uPlot(
    {
      width: box.clientWidth,
      height: HEIGHT_PX,
      scales: { x: { time: false }, y: { distr: LOGARITHMIC } },
      axes: [
        { stroke, grid, values: (_, ticks) => ticks.map(text) },
        {
          stroke,
          grid,
          size: 70,
          values: (_, ticks) => ticks.map((tick) => (tick === null ? '' : msText(tick))),
        },
      ],
      series: [
        { label: 'at', value: (_, at) => (at === null ? '–' : text(at)) },
        ...lines.map(({ label }, index) => ({
          label,
          stroke: style.getPropertyValue(`--line-${index}`),
          width: 1.5,
          dash: index === 0 ? [] : [8, 4],
          value: (_: uPlot, value: number | null) => (value === null ? '–' : msText(value)),
        })),
      ],
    },
    // A logarithm has no zero.
    [x, ...lines.map(({ values }) => values.map((value) => Math.max(value, 0.001)))],
    box,
  );
  new ResizeObserver(() => plot.setSize({ width: box.clientWidth, height: HEIGHT_PX })).observe(box);
}
