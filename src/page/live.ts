/** The page of `--live`: which scenario of how many, its charts as they grow, what is certain, verdicts so far; at the end the report. */
import type uPlot from 'uplot';
import { momentText } from '../text/numbers.ts';
import { chartsOf } from './charts.ts';
import type { PageData } from './data.ts';
import { element } from './dom.ts';
import { drawWaiting } from './drawing.ts';
import type { Certain, LivePage, LiveSecond } from './live-data.ts';
import { statusMark } from './status-mark.ts';

interface Drawn {
  plot: uPlot;
  ids: string[];
}

/** @param atEnd shows the report in its place */
export function followRun(root: HTMLElement, begin: LivePage, atEnd: (report: PageData) => void): void {
  let page = begin;
  let drawn: Drawn[] = [];
  const connection = element('p', { class: 'subject', role: 'status' }, 'connecting');
  const show = () => {
    drawn = [];
    root.replaceChildren(...pageOf(page, connection, (plot, ids) => drawn.push({ plot, ids })));
    drawWaiting();
  };
  show();
  const events = new EventSource('/events');
  const on = <T>(name: string, take: (data: T) => void) =>
    events.addEventListener(name, ({ data }: MessageEvent<string>) => take(JSON.parse(data) as T));
  events.onopen = () => connection.replaceChildren('live');
  events.onerror = () => connection.replaceChildren('the run cannot be reached; trying again every second');
  on<LivePage>('page', (all) => {
    page = all;
    show();
  });
  on<Certain>('certain', (certain) => {
    page.certain.push(certain);
    show();
  });
  on<LiveSecond>('second', ({ second, values }) => {
    const { time, series } = page.scene;
    const known = seen(page);
    time.push(second);
    for (const [index, each] of series.entries()) each.values.push(values[index] ?? null);
    // A chart is there from its first reading on.
    if (time.length === 2 || seen(page) !== known) return show();
    for (const { plot, ids } of drawn)
      plot.setData([time, ...ids.map((id) => series.find((each) => each.id === id)?.values ?? [])]);
  });
  on<PageData>('report', (report) => {
    events.close();
    atEnd(report);
  });
}

/** How many series have a reading. */
function seen({ scene }: LivePage): number {
  return scene.series.filter(({ values }) => values.some((value) => value !== null)).length;
}

function pageOf(
  { target, faults, index, of, title, scene, certain, verdicts }: LivePage,
  connection: HTMLElement,
  drawn: (plot: uPlot, ids: string[]) => void,
): Node[] {
  const charts = chartsOf(scene, drawn);
  return [
    element(
      'header',
      {},
      element('h1', {}, index === 0 ? 'The run is starting' : `${title}, scenario ${index} of ${of}`),
      element('p', { class: 'subject' }, target),
      connection,
      ...(faults.length === 0
        ? []
        : [element('p', { class: 'planted' }, `Planted faults: ${faults.join(', ')}`)]),
    ),
    ...list(
      'Already certain',
      certain.map(({ atSeconds, text }) => [`${momentText(atSeconds)} ${text}`]),
    ),
    ...(charts.length === 0 ? [element('p', {}, 'The load has not begun yet.')] : charts),
    ...list(
      'Verdicts so far',
      verdicts.map((each) => [
        `${each.title}: `,
        statusMark(each.status),
        each.message === '' ? '' : ` ${each.message}`,
      ]),
    ),
  ];
}

function list(title: string, items: (Node | string)[][]): HTMLElement[] {
  if (items.length === 0) return [];
  return [element('h2', {}, title), element('ul', {}, ...items.map((item) => element('li', {}, ...item)))];
}
