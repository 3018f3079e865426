/** index.html: a page without a script. It loads nothing, and what a target is called is text. */
import { createHash } from 'node:crypto';
import { clockText } from '../../text/numbers.ts';
import { cappedText } from '../capped.ts';
import { htmlText } from './html-text.ts';
import type { PastRun } from './past-runs.ts';
import { statusMark } from './status-mark.ts';
import { STYLE } from './style.ts';
import { trendTable } from './trend-table.ts';
import type { Trend } from './trends.ts';

export function historyPage(runs: PastRun[], trends: Trend[]): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy()}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>burstbox: runs</title>
<link rel="icon" href="data:,">
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>Runs</h1>
${runTable(runs)}
<h2>Trends</h2>
<p>From the oldest run to the newest, axis from zero. A line connects only runs with the same load, box and sandbox; runs with planted faults are left out.</p>
${trendTable(trends)}
</main>
</body>
</html>
`;
}

function policy(): string {
  const hash = createHash('sha256').update(STYLE).digest('base64');
  return `default-src 'none'; style-src 'sha256-${hash}'; img-src data:; base-uri 'none'; form-action 'none'`;
}

const HEADS = ['started (UTC)', 'verdict', 'target', 'pace', 'took', 'boxes and scenarios'];

function runTable(runs: PastRun[]): string {
  return `<div class="scroll" tabindex="0" role="region" aria-label="runs"><table>
<thead><tr>${HEADS.map((head) => `<th scope="col">${head}</th>`).join('')}</tr></thead>
<tbody>
${runs.map(runRow).join('\n')}
</tbody>
</table></div>`;
}

function runRow(run: PastRun): string {
  const { target, pace, faults, seconds, status } = run;
  const planted = faults.length === 0 ? '' : ` <em>planted: ${htmlText(faults.join(', '))}</em>`;
  const cells = [
    `${statusMark(status)}${stateText(run)}`,
    `${htmlText(target)}${planted}`,
    pace === undefined ? '–' : htmlText(pace),
    seconds === undefined ? '–' : clockText(seconds),
    scenesText(run),
  ];
  return `<tr><th scope="row">${runLink(run)}</th>${cells.map((cell, index) => `<td data-label="${HEADS[index + 1]}"><span>${cell}</span></td>`).join('')}</tr>`;
}

/** The file's name is no more to be trusted than the rest: it is one part of a path, whatever is in it. */
function runLink({ folder, startedAtMs, hasReport }: PastRun): string {
  const when = new Date(startedAtMs).toISOString().slice(0, 16).replace('T', ' ');
  return hasReport ? `<a href="./${htmlText(encodeURIComponent(folder))}/report.html">${when}</a>` : when;
}

function stateText({ state }: PastRun): string {
  if (state === 'running') return ', still in progress';
  return state === 'finished' ? '' : `, ${state}`;
}

/** What a campaign comes to; of a run boxes and scenarios, those that are not healthy with their status: `t3-micro, t3-small: ping, read; t3-micro / soak critical` */
function scenesText({ scenes, headline }: PastRun): string {
  if (headline !== undefined) return htmlText(headline);
  if (scenes.length === 0) return '–';
  const boxes = [...new Set(scenes.map(({ profile }) => profile))];
  const names = [...new Set(scenes.map(({ scenario }) => scenario))];
  const bad = scenes
    .filter(({ status }) => status !== 'healthy')
    .map(({ profile, scenario, status }) => `${profile} / ${scenario} ${status}`);
  const small = bad.length === 0 ? '' : `<small>${htmlText(cappedText(bad, MAX_BAD))}</small>`;
  return `${htmlText(`${boxes.join(', ')}: ${cappedText(names, MAX_NAMES)}`)}${small}`;
}

/** More of them make a row too high to look over. */
const MAX_NAMES = 8;
const MAX_BAD = 3;
