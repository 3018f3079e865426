/** What was found in one scenario, the worst first, with evidence, likely cause and what to try. */
import type { Status } from '../contract/contract.ts';
import type { Doubt, Finding } from '../store/records/records.ts';
import { countedText } from '../text/numbers.ts';
import type { Scene } from './data.ts';
import { element } from './dom.ts';
import { statusMark } from './status-mark.ts';
import { storyFigure } from './story.ts';

const ORDER: Status[] = ['critical', 'unknown', 'warning', 'healthy'];

export function findingsOf({ profile, scenario, findings, doubts, notTested }: Scene): HTMLElement {
  const sorted = [...findings].sort((a, b) => ORDER.indexOf(a.status) - ORDER.indexOf(b.status));
  const folder = `${profile}/${scenario}`;
  const items = (shown: Finding[]) =>
    element('ul', {}, ...shown.map((finding) => findingItem(finding, folder)));
  const bad = sorted.filter(({ status }) => status !== 'healthy');
  const healthy = sorted.filter(({ status }) => status === 'healthy');
  return element(
    'div',
    { class: 'findings' },
    element('h3', {}, 'Findings'),
    ...(bad.length === 0 ? [] : [items(bad)]),
    ...(healthy.length === 0 ? [] : [healthyList(healthy.length, bad.length === 0, items(healthy))]),
    ...(doubts.length === 0
      ? []
      : [element('h3', {}, 'Doubts'), element('ul', {}, ...doubts.map(doubtItem))]),
    ...(notTested.length === 0
      ? []
      : [
          element('h3', {}, 'Not tested'),
          element('ul', {}, ...notTested.map(({ message }) => element('li', {}, message))),
        ]),
  );
}

/** What is well stands back behind what is not. */
function healthyList(count: number, isOpen: boolean, list: HTMLElement): HTMLElement {
  const summary = element('summary', {}, statusMark('healthy'), `: ${countedText(count, 'finding')}`);
  const details = element('details', {}, summary, list);
  details.open = isOpen;
  return details;
}

export function doubtItem({ id, message, action }: Doubt): HTMLElement {
  return element('li', {}, element('strong', {}, id), `: ${message}. What to do: ${action}`);
}

function findingItem(
  { status, message, cause, advice, evidence, story }: Finding,
  folder: string,
): HTMLElement {
  const line = (what: string, text: string | undefined) =>
    text === undefined ? undefined : element('div', { class: 'detail' }, element('em', {}, what), ` ${text}`);
  const shown = status !== 'healthy';
  return element(
    'li',
    { class: status },
    statusMark(status),
    ` ${message}`,
    story === undefined ? undefined : storyFigure(story),
    line('likely cause:', shown ? cause : undefined),
    line('what to try:', shown ? advice : undefined),
    shown && evidence.length > 0
      ? line('evidence:', evidence.map((file) => `${folder}/${file}`).join(', '))
      : undefined,
  );
}
