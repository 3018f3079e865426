/** How sure are we, and how to do it again. */
import type { PageData } from './data.ts';
import { element } from './dom.ts';
import { doubtItem } from './findings.ts';

export function trustSection({ scenes, doubts, answers, run }: PageData): HTMLElement {
  return element(
    'section',
    { class: 'trust', 'aria-label': 'trust' },
    element('h2', {}, 'How sure are we'),
    element('p', {}, answers.sure),
    element('ul', {}, ...doubts.map(doubtItem), ...sceneDoubts(scenes)),
    element('h2', {}, 'How to reproduce'),
    element('pre', { tabindex: '0' }, run.command),
    element(
      'dl',
      { class: 'facts' },
      ...run.facts.flatMap(([label, value]) => [element('dt', {}, label), element('dd', {}, value)]),
    ),
  );
}

/** A doubt that many scenarios share is said once, with where it applies. */
function sceneDoubts(scenes: PageData['scenes']): HTMLElement[] {
  const places = new Map<string, { item: HTMLElement; where: string[] }>();
  for (const { profile, scenario, doubts } of scenes)
    for (const doubt of doubts) {
      const key = `${doubt.id}\n${doubt.message}`;
      const known = places.get(key) ?? { item: doubtItem(doubt), where: [] };
      known.where.push(`${profile}/${scenario}`);
      places.set(key, known);
    }
  return [...places.values()].map(({ item, where }) => {
    item.append(` (${where.join(', ')})`);
    return item;
  });
}
