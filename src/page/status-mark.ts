import type { Status } from '../contract/contract.ts';
import { element } from './dom.ts';

/** A different shape for each, since colour alone does not reach everyone. */
const SIGN: Record<Status, string> = { healthy: '✓', warning: '!', unknown: '?', critical: '✕' };

/** The sign alone, beside words that say it. */
export function statusSign(status: Status): HTMLElement {
  return element('span', { class: `status ${status}`, 'aria-hidden': 'true' }, signOf(status));
}

/** Sign and word. */
export function statusMark(status: Status): HTMLElement {
  return element('span', { class: `status ${status}` }, signOf(status), ` ${status}`);
}

/** Sign, and the word for those who hear it. */
export function statusBrief(status: Status): HTMLElement {
  return element(
    'span',
    { class: `status ${status}`, role: 'img', title: status, 'aria-label': status },
    signOf(status),
  );
}

function signOf(status: Status): HTMLElement {
  return element('span', { 'aria-hidden': 'true', class: 'sign' }, SIGN[status]);
}
