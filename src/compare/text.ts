/** A comparison for a terminal. */

import type { Comparison } from '../store/records/comparison.ts';
import { columns } from '../text/columns.ts';
import { plainLines } from '../text/plain-text.ts';
import { HEAD, inCommon, onlyTexts, rowsOf, ruleTexts, sideText, sumText, titleOf } from './rows.ts';

/** @param path of compare.html */
export function comparisonText(comparison: Comparison, path: string): string {
  const { before, after, warnings } = comparison;
  const scenarios = inCommon(comparison);
  const tables = columns([HEAD, ...scenarios.flatMap(rowsOf)]).slice(1);
  const lines = scenarios.flatMap((scenario) => [
    '',
    titleOf(scenario),
    ...tables.splice(0, rowsOf(scenario).length).map((line) => `  ${line}`),
  ]);
  return plainLines([
    `before: ${sideText(before)}`,
    `after:  ${sideText(after)}`,
    ...warnings.map((warning) => `caution: ${warning}`),
    ...lines,
    ...onlyTexts(comparison).flatMap((line) => ['', line]),
    '',
    ...ruleTexts(comparison),
    `verdict: ${sumText(comparison)}`,
    `report:  ${path}`,
  ]);
}
