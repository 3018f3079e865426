/** By what does one run differ from another? */

import { relative } from 'node:path';
import { compareCampaigns } from '../../capacity/compare.ts';
import { compare, isComparable } from '../../compare/compare.ts';
import { comparisonText } from '../../compare/text.ts';
import { writeComparison } from '../../compare/write.ts';
import { BurstboxError, EXIT } from '../../errors.ts';
import { findSide, type Side } from '../../judge/measures/side.ts';
import { findCampaign, type StoredCampaign } from '../../store/find-campaign.ts';
import type { Comparison } from '../../store/records/comparison.ts';
import { columns } from '../../text/columns.ts';
import { plainJson, plainLines } from '../../text/plain-text.ts';
import type { Invocation } from './commands.ts';

/** `compare A B`, of which A is the earlier. */
export function compareCommand({ names: [, a, b, ...more], options }: Invocation): number {
  if (a === undefined || b === undefined || more.length > 0)
    throw new BurstboxError(
      'usage',
      'compare needs two runs, the earlier first: each a folder, an id in results/, "latest", or a baseline',
    );
  const [before, after] = [findCampaign(a, options.out), findCampaign(b, options.out)];
  if (before !== undefined && after !== undefined) return concludeCampaigns(before, after, options);
  return concludeComparison(findSide(a, options.out), findSide(b, options.out), options);
}

/** Writes and prints the comparison, and returns the exit code that goes with it. */
export function concludeComparison(before: Side, after: Side, { out, json }: Invocation['options']): number {
  const comparison = compare(before, after);
  const path = writeComparison(comparison, before, after, out);
  process.stdout.write(json ? plainJson(comparison) : comparisonText(comparison, relative('', path)));
  return exitCodeOf(comparison);
}

/** Too few repeats to test anything is no regression, and the text says so; nothing in common is no comparison. */
function exitCodeOf(comparison: Comparison): number {
  if (comparison.verdict === 'worse') return EXIT.critical;
  return isComparable(comparison) ? EXIT.ok : EXIT.unknown;
}

function concludeCampaigns(
  before: StoredCampaign,
  after: StoredCampaign,
  { json }: Invocation['options'],
): number {
  const comparison = compareCampaigns(before, after);
  const { verdict, rows, warnings } = comparison;
  const lines = [
    `capacity: ${verdict}`,
    ...columns(rows.map((row) => [`  ${row.what}`, row.before, row.after, row.change])),
    ...warnings.map((warning) => `  not fully comparable: ${warning}`),
  ];
  process.stdout.write(json ? plainJson(comparison) : plainLines(lines));
  if (verdict === 'worse') return EXIT.critical;
  return verdict === 'not tested' ? EXIT.unknown : EXIT.ok;
}
