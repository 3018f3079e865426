/** A comparison for a terminal. */

import type { Comparison } from '../store/records/comparison.ts';
import { columns } from '../text/columns.ts';
import { plainLines } from '../text/plain-text.ts';
import { HEAD, rowsOf, ruleTexts, sideText, sumText, titleOf } from './rows.ts';

/** @param path of compare.html */
export function comparisonText(comparison: Comparison, path: string): string {
  const { before, after, warnings, scenarios } = comparison;
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
    '',
    ...ruleTexts(comparison),
    `verdict: ${sumText(comparison)}`,
    `report:  ${path}`,
  ]);
}
