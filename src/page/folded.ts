import { element } from './dom.ts';
import { drawSoon, drawWaiting } from './drawing.ts';

/** A part of the page that is filled when it is first opened: what is drawn in it knows its width then. */
export function folded(
  { id, isOpen }: { id: string; isOpen: boolean },
  summary: (Node | string)[],
  content: () => Node[],
): HTMLDetailsElement {
  const body = element('div', { class: 'body' });
  const details = element('details', { id, class: 'scene' }, element('summary', {}, ...summary), body);
  let filled = false;
  const fill = () => {
    if (filled || !details.open) return;
    filled = true;
    body.append(...content());
  };
  details.addEventListener('toggle', () => {
    fill();
    drawSoon();
  });
  // Paper has nothing to open.
  window.addEventListener('beforeprint', () => {
    details.open = true;
    fill();
    drawWaiting();
    for (const inner of body.querySelectorAll('details')) inner.open = true;
  });
  details.open = isOpen;
  return details;
}
