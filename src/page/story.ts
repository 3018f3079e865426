/**
 * The story of an anomaly: a lane for each client, a bar for each operation from its begin to its end. What counts is which
 * came before which, so that all moments stand equally far apart. The same stands in a table, for those who do not see it.
 */
import type { StoryOperation } from '../contract/contract.ts';
import { operationText, spanText } from '../text/story-text.ts';
import { element, table } from './dom.ts';
import { statusSign } from './status-mark.ts';

/** What began and ended in one millisecond is seen too. */
const MIN_WIDTH = '4px';

export function storyFigure(story: StoryOperation[]): HTMLElement {
  const keys = [...new Set(story.map(({ key }) => key))].join(', ');
  const clients = [...new Set(story.map(({ client }) => client))];
  const lanes = clients.map((client) => lane(client, story));
  return element(
    'figure',
    { class: 'story' },
    element('figcaption', {}, `What happened on ${keys}, in time order, not to scale`),
    element('div', { class: 'lanes', 'aria-hidden': 'true' }, ...lanes),
    element('details', {}, element('summary', {}, 'As a table'), storyTable(keys, story)),
  );
}

function lane(client: number, story: StoryOperation[]): HTMLElement {
  const own = story.filter((operation) => operation.client === client);
  return element(
    'div',
    { class: 'lane' },
    element('div', { class: 'lane-name' }, nameOf(client)),
    element('div', {}, ...own.map((operation) => drawn(operation, story))),
  );
}

function drawn(operation: StoryOperation, story: StoryOperation[]): HTMLElement {
  const moments = [
    ...new Set(story.flatMap(({ beginSeconds, endSeconds }) => [beginSeconds, endSeconds])),
  ].sort((a, b) => a - b);
  const shareOf = (seconds: number) => moments.indexOf(seconds) / Math.max(1, moments.length - 1);
  const [from, to] = [shareOf(operation.beginSeconds), shareOf(operation.endSeconds)];
  const bar = element('div', { class: `span ${operation.isWrong ? 'wrong' : operation.outcome}` });
  bar.style.left = `min(${from * 100}%, 100% - ${MIN_WIDTH})`;
  bar.style.minWidth = MIN_WIDTH;
  bar.style.width = `${(to - from) * 100}%`;
  return element(
    'div',
    {},
    operation.isWrong ? statusSign('critical') : undefined,
    `${operation.isWrong ? ' ' : ''}${operationText(operation)} `,
    element('span', { class: 'moment' }, spanText(operation)),
    element('div', { class: 'track' }, bar),
  );
}

function storyTable(keys: string, story: StoryOperation[]): HTMLElement {
  return table<StoryOperation>(
    `Operations on ${keys}`,
    [
      { title: 'client', cell: ({ client }) => nameOf(client) },
      { title: 'operation', cell: operationText },
      { title: 'value', cell: ({ value }) => value ?? '–' },
      { title: 'begin', cell: ({ beginSeconds }) => `${beginSeconds.toFixed(3)} s`, number: true },
      { title: 'end', cell: ({ endSeconds }) => `${endSeconds.toFixed(3)} s`, number: true },
      { title: '', cell: ({ isWrong }) => (isWrong ? 'cannot be' : '') },
    ],
    story,
  );
}

/** k6 numbers its clients from 1, and has none before and after the load. */
function nameOf(client: number): string {
  return client === 0 ? 'before or after the load' : `client ${client}`;
}
