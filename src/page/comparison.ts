/** compare.html: what is better and what is worse, then both runs over one another. */

import type { Status } from '../contract/contract.ts';
import type { Change } from '../store/records/comparison.ts';
import { chartsOf } from './charts.ts';
import type { ComparePage, CompareScene } from './compare-data.ts';
import { element, table } from './dom.ts';
import { differenceText, flamePicture } from './flames.ts';
import { folded } from './folded.ts';
import { statusSign } from './status-mark.ts';
import { textOf } from './units.ts';

export function comparisonPage(page: ComparePage): HTMLElement[] {
  const { verdict, headline, before, after, warnings, rules, scenes, head } = page;
  return [
    element(
      'header',
      {},
      element('h1', {}, statusSign(SIGN_OF[verdict]), ` ${headline}`),
      element('p', { class: 'subject' }, `Before: ${before}`),
      element('p', { class: 'subject' }, `After: ${after}`),
      ...list('Not fully comparable', warnings),
    ),
    element('section', { 'aria-label': 'scenarios' }, ...scenes.map((scene) => section(scene, head))),
    element('section', { class: 'trust', 'aria-label': 'rules' }, ...list('Method', rules)),
  ];
}

/** The signs of a status mean the same here: worse is bad, not tested is not known. */
const SIGN_OF: Record<Change, Status> = {
  worse: 'critical',
  better: 'healthy',
  same: 'healthy',
  'not tested': 'unknown',
};

function list(title: string, lines: string[]): HTMLElement[] {
  if (lines.length === 0) return [];
  return [element('h2', {}, title), element('ul', {}, ...lines.map((line) => element('li', {}, line)))];
}

function section(scene: CompareScene, head: string[]): HTMLElement {
  return folded(
    { id: scene.title, isOpen: scene.verdict === 'worse' },
    [
      element('h2', {}, scene.title),
      ' ',
      statusSign(SIGN_OF[scene.verdict]),
      element('span', { class: 'headline' }, scene.verdict),
    ],
    () => [
      ...(scene.rows.length === 0 ? [] : [measures(scene, head)]),
      ...(scene.charts === undefined ? [] : chartsOf(scene.charts)),
      ...differenceOf(scene),
    ],
  );
}

function measures({ rows }: CompareScene, head: string[]): HTMLElement {
  const columns = head.map((title, index) => ({ title, cell: (row: string[]) => row[index] ?? '' }));
  return table('Measures: median of the repeats, and the number of repeats', columns, rows);
}

function differenceOf({ flame, functions }: CompareScene): HTMLElement[] {
  if (flame === undefined) return [];
  const title =
    'CPU profile after; red took more time than before, blue less, for the same number of operations';
  return [flamePicture(flame, title, 'ms', 'difference', functionTable(functions))];
}

function functionTable(functions: CompareScene['functions']): HTMLElement {
  const ms = (value: number) => textOf(value, 'ms');
  return table<CompareScene['functions'][number]>(
    'Functions whose own time changed most',
    [
      { title: 'function', cell: ({ name }) => name },
      { title: 'before', cell: ({ before }) => ms(before), number: true },
      { title: 'after', cell: ({ after }) => ms(after), number: true },
      { title: 'change', cell: ({ before, after }) => differenceText(after - before, 'ms'), number: true },
    ],
    functions,
  );
}
