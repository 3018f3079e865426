/** How latencies are spread, what share of the requests was how fast, Apdex; and latency against load. */
import { msText, percentText } from '../text/numbers.ts';
import type { Scene } from './data.ts';
import { element, table } from './dom.ts';
import { lineFigure } from './line-plot.ts';

type Ranges = NonNullable<Scene['distribution']>['ranges'];

export function distributionOf({ distribution }: Scene): HTMLElement[] {
  if (distribution === undefined) return [];
  const { quantiles, ranges, apdex } = distribution;
  return [
    lineFigure({
      unit: 'ms',
      isLogarithmic: true,
      title: 'Latency by percentile',
      x: quantiles.map(({ q }) => tailward(q)),
      lines: [{ label: 'latency', values: quantiles.map(({ ms }) => ms) }],
      xText: (x) => (x >= SLOWEST ? 'slowest' : `${Number((100 * (1 - 10 ** -x)).toPrecision(4))} %`),
      xTicks: TICKS.map(tailward),
    }),
    element(
      'div',
      {},
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
    ),
  ];
}

const TICKS = [0, 0.5, 0.9, 0.99, 0.999, 1];
/** Where the slowest stands: right of the last percentile that is asked of k6. */
const SLOWEST = 4;

/** Each nine takes as much room as the one before it: the slow tail is what one looks for. */
function tailward(q: number): number {
  return Math.min(SLOWEST, -Math.log10(1 - q));
}

export function latencyAgainstLoadOf({ levels, model }: Scene): HTMLElement[] {
  const sorted = levels
    .flatMap(({ level, medianMs, p95Ms }) =>
      medianMs === undefined || p95Ms === undefined ? [] : [{ level, medianMs, p95Ms }],
    )
    .sort((a, b) => a.level - b.level);
  if (sorted.length < 2) return [];
  const unit = model === 'open' ? 'arrivals/s' : 'VUs';
  return [
    lineFigure({
      unit: 'ms',
      isLogarithmic: true,
      title: 'Latency against load',
      x: sorted.map(({ level }) => level),
      lines: [
        { label: 'median', values: sorted.map(({ medianMs }) => medianMs) },
        { label: 'p95', values: sorted.map(({ p95Ms }) => p95Ms) },
      ],
      xText: (x) => `${x.toLocaleString('en')} ${unit}`,
    }),
  ];
}

function rangeText(fromMs: number, toMs: number | undefined): string {
  if (toMs === undefined) return `over ${msText(fromMs)}`;
  return fromMs === 0 ? `up to ${msText(toMs)}` : `${msText(fromMs)} to ${msText(toMs)}`;
}

function bar(share: number): HTMLElement {
  const filled = element('div', {});
  filled.style.width = `${100 * share}%`;
  return element('div', { class: 'bar', 'aria-hidden': 'true' }, filled);
}
