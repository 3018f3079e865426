/** The recommendations, as a numbered list. */
import type { Recommendation } from '../../page/data.ts';
import type { Verdict } from '../../store/records/records.ts';
import { capped, cappedText } from '../capped.ts';
import { recommendationsOf } from '../recommendations.ts';
import { markdownText } from './markdown.ts';

/** Nobody tries more before the next run. */
const MAX_ITEMS = 10;
const MAX_PLACES = 3;

/** A section, or none. */
export function recommendationSection(verdict: Verdict): string[] {
  const { shown, rest } = capped(recommendationsOf(verdict), MAX_ITEMS);
  if (shown.length === 0) return [];
  const list = [...shown.map(item), ...rest('recommendations').map((line) => `1. ${line}`)];
  return [`## What to try\n\n${list.join('\n')}`];
}

/** Markdown counts the items itself. */
function item({ what, why, where, status }: Recommendation): string {
  return [
    `1. ${markdownText(what)} (${status}: ${cappedText(where, MAX_PLACES)})`,
    ...(why === undefined ? [] : [`   - because: ${markdownText(why)}`]),
  ].join('\n');
}
