/** The trends, one a row: p95, throughput and memory peak as sparklines with the newest value beside them. */
import { mibText, msText, perSecondText } from '../../text/numbers.ts';
import { htmlText } from './html-text.ts';
import type { PastScene } from './past-runs.ts';
import { sparkline } from './sparkline.ts';
import { statusMark } from './status-mark.ts';
import type { Trend } from './trends.ts';

interface Column {
  title: string;
  read(scene: PastScene): number | undefined;
  text(value: number | undefined): string;
}

const COLUMNS: Column[] = [
  { title: 'p95', read: ({ figures }) => figures.p95Ms, text: msText },
  { title: 'operations/s', read: ({ figures }) => figures.throughput, text: perSecondText },
  { title: 'memory peak', read: ({ figures }) => figures.memoryPeakBytes, text: mibText },
];

const HEADS = ['profile / scenario', 'runs', 'last', ...COLUMNS.map(({ title }) => title)];

export function trendTable(trends: Trend[]): string {
  return `<div class="scroll" tabindex="0" role="region" aria-label="trends"><table>
<thead><tr>${HEADS.map((head) => `<th scope="col">${head}</th>`).join('')}</tr></thead>
<tbody>
${trends.map(trendRow).join('\n')}
</tbody>
</table></div>`;
}

function trendRow({ target, profile, scenario, conditions, points }: Trend): string {
  const status = points.at(-1)?.status ?? 'unknown';
  const place = `${profile} / ${scenario}`;
  const cells = [
    String(points.length),
    statusMark(status),
    ...COLUMNS.map((column) => cell(column, place, points)),
  ];
  return `<tr><th scope="row">${htmlText(place)}<small>${htmlText(`${conditions}; ${target}`)}</small></th>${cells.map((each, index) => `<td data-label="${HEADS[index + 1]}"><span>${each}</span></td>`).join('')}</tr>`;
}

function cell({ title, read, text }: Column, place: string, points: PastScene[]): string {
  const values = points.map(read);
  const known = values.filter((value) => value !== undefined);
  if (known.length === 0) return '–';
  const [least, most] = [Math.min(...known), Math.max(...known)];
  const label = `${title} of ${place} over ${points.length} runs: from ${text(least)} to ${text(most)}, last ${text(known.at(-1))}`;
  return `${sparkline(values, label)} ${text(values.at(-1))}`;
}
