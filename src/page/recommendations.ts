/** What to try, the gravest first: the way from the verdict to the next change of the service. */
import type { PageData, Recommendation } from './data.ts';
import { element } from './dom.ts';
import { statusMark } from './status-mark.ts';

/** A place is named in full with its finding; here a few show how far it reaches. */
const MAX_PLACES = 4;

export function recommendationSection({ recommendations }: PageData): HTMLElement[] {
  if (recommendations.length === 0) return [];
  return [
    element(
      'section',
      { class: 'findings', 'aria-label': 'recommendations' },
      element('h2', {}, 'What to try'),
      element('ol', {}, ...recommendations.map(item)),
    ),
  ];
}

function item({ what, why, where, status }: Recommendation): HTMLElement {
  const more = where.length - MAX_PLACES;
  const places = `${where.slice(0, MAX_PLACES).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
  return element(
    'li',
    { class: status },
    statusMark(status),
    ` ${what}`,
    why === undefined
      ? undefined
      : element('div', { class: 'detail' }, element('em', {}, 'because:'), ` ${why}`),
    element('div', { class: 'detail' }, element('em', {}, 'seen in:'), ` ${places}`),
  );
}
