/** What was found in one scenario, the worst first, with evidence, likely cause and what to try. */
import type { Status } from '../contract.ts';
import type { Doubt, Finding } from '../records.ts';
import type { Scene } from './data.ts';
import { element } from './dom.ts';
import { statusMark } from './status-mark.ts';

const ORDER: Status[] = ['critical', 'unknown', 'warning', 'healthy'];

export function findingsOf({ profile, scenario, findings, doubts, notTested }: Scene): HTMLElement {
  const sorted = [...findings].sort((a, b) => ORDER.indexOf(a.status) - ORDER.indexOf(b.status));
  const folder = `${profile}/${scenario}`;
  return element(
    'div',
    { class: 'findings' },
    element('h3', {}, 'Findings'),
    element('ul', {}, ...sorted.map((finding) => findingItem(finding, folder))),
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

export function doubtItem({ id, message, action }: Doubt): HTMLElement {
  return element('li', {}, element('strong', {}, id), `: ${message}. What to do: ${action}`);
}

function findingItem({ status, message, cause, advice, evidence }: Finding, folder: string): HTMLElement {
  const line = (what: string, text: string | undefined) =>
    text === undefined ? undefined : element('div', { class: 'detail' }, element('em', {}, what), ` ${text}`);
  const shown = status !== 'healthy';
  return element(
    'li',
    { class: status },
    statusMark(status),
    ` ${message}`,
    line('likely cause:', shown ? cause : undefined),
    line('what to try:', shown ? advice : undefined),
    shown && evidence.length > 0
      ? line('evidence:', evidence.map((file) => `${folder}/${file}`).join(', '))
      : undefined,
  );
}
