/**
 * Finds many texts at once. Each is known by three neighbouring characters of it that no other has where that can be, so
 * that a text is gone through once, however many are looked for (after Wu and Manber, 1994).
 */
import type { Form } from './forms.ts';

export type Range = [start: number, end: number];

export interface Finder {
  add(form: Form): void;
  /** In order, without overlap. */
  find(text: string): Range[];
}

const ANCHOR = 3;
const MAX_ANCHOR_PLACES = 256;
const ANCHORS = 2 ** 24;

interface Sought extends Form {
  /** Where its anchor ends in it. */
  anchorEnd: number;
  /** In this search, before this place, it is not looked for: what was found is not compared again. */
  search: number;
  resumeAt: number;
}

export function newFinder(): Finder {
  const byAnchor = new Map<number, Sought[]>();
  /** A bit for each anchor: nearly all of a text has none. */
  let isAnchor: Uint8Array | undefined;
  let search = 0;
  return {
    add(form) {
      if (form.text.length < ANCHOR) return;
      isAnchor ??= new Uint8Array(ANCHORS / 8);
      const [anchor, anchorEnd] = rarestAnchor(form.text, byAnchor);
      const sought = { ...form, anchorEnd, search: 0, resumeAt: 0 };
      byAnchor.set(anchor, [...(byAnchor.get(anchor) ?? []), sought]);
      isAnchor[anchor >> 3] = (isAnchor[anchor >> 3] ?? 0) | (1 << (anchor & 7));
    },
    find(text) {
      if (isAnchor === undefined) return [];
      const found: Range[] = [];
      search++;
      let anchor = 0;
      for (let at = 0; at < text.length; at++) {
        anchor = ((anchor << 8) | (text.charCodeAt(at) & 0xff)) & (ANCHORS - 1);
        if (at + 1 < ANCHOR || ((isAnchor[anchor >> 3] ?? 0) & (1 << (anchor & 7))) === 0) continue;
        for (const sought of byAnchor.get(anchor) ?? []) {
          const start = at + 1 - sought.anchorEnd;
          const resumeAt = sought.search === search ? sought.resumeAt : 0;
          if (start < resumeAt || !standsAt(text, start, sought)) continue;
          sought.search = search;
          sought.resumeAt = start + sought.text.length;
          found.push([start, sought.resumeAt]);
        }
      }
      return merged(found);
    },
  };
}

/** The one that fewest others have: tokens of one service begin alike. */
function rarestAnchor(text: string, known: Map<number, Sought[]>): [anchor: number, end: number] {
  let best: [number, number] = [0, 0];
  let fewest = Number.POSITIVE_INFINITY;
  for (let end = ANCHOR; end <= Math.min(text.length, MAX_ANCHOR_PLACES) && fewest > 0; end++) {
    let anchor = 0;
    for (let at = end - ANCHOR; at < end; at++) anchor = (anchor << 8) | (text.charCodeAt(at) & 0xff);
    const others = known.get(anchor)?.length ?? 0;
    if (others < fewest) [best, fewest] = [[anchor, end], others];
  }
  return best;
}

function standsAt(text: string, start: number, { text: form, whole, before, after }: Sought): boolean {
  if (!text.startsWith(form, start)) return false;
  const end = start + form.length;
  if (whole && (joins(text, start) || joins(text, end))) return false;
  if (before !== undefined && (start === 0 || !before(text.charCodeAt(start - 1)))) return false;
  return after === undefined || (end < text.length && after(text.charCodeAt(end)));
}

/** Whether a word goes on over this place. */
function joins(text: string, at: number): boolean {
  return at > 0 && at < text.length && isWord(text.charCodeAt(at - 1)) && isWord(text.charCodeAt(at));
}

/** Letters, digits, and the bytes of all letters beyond ASCII. */
function isWord(code: number): boolean {
  return (
    (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122) || code >= 128
  );
}

export function merged(ranges: Range[]): Range[] {
  const inOrder: Range[] = [];
  for (const [start, end] of [...ranges].sort(([a], [b]) => a - b)) {
    const last = inOrder[inOrder.length - 1];
    if (last !== undefined && start <= last[1]) last[1] = Math.max(last[1], end);
    else inOrder.push([start, end]);
  }
  return inOrder;
}
