/** Two campaigns with the same plan, the earlier first: what of it is better, and what is worse? */

import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { BurstboxError } from '../errors.ts';
import { readValid } from '../files/validate.ts';
import { mannWhitney } from '../judge/statistics/mann-whitney.ts';
import { median } from '../judge/statistics/median.ts';
import { PROGRAM } from '../root.ts';
import type { StoredCampaign } from '../store/find-campaign.ts';
import type { CapacitySummary } from '../store/records/records.ts';
import { FILES } from '../store/store.ts';
import { bytesText } from '../text/bytes.ts';
import { amountText } from './summary/findings.ts';

export type CapacityChange = 'worse' | 'better' | 'same' | 'not tested';

export interface CapacityComparison {
  schema: 'burstbox/capacity-compare/1';
  before: string;
  after: string;
  verdict: CapacityChange;
  rows: ComparedRow[];
  /** What differs besides the service: it may be why. */
  warnings: string[];
}

export interface ComparedRow {
  what: string;
  before: string;
  after: string;
  change: CapacityChange;
}

/** Of the median time for a byte; less is no matter for anybody, however certain. */
const MIN_CHANGE = 0.05;
const SIGNIFICANCE = 0.01;

/** @throws BurstboxError usage when their plans differ, or one has no summary */
export function compareCampaigns(a: StoredCampaign, b: StoredCampaign): CapacityComparison {
  const [before, after] = [summaryIn(a), summaryIn(b)];
  for (const key of ['stages', 'content', 'readBack'] as const)
    if (!isDeepStrictEqual(before.config[key], after.config[key]))
      throw new BurstboxError(
        'usage',
        `compare: "${key}" of ${before.campaign} is ${JSON.stringify(before.config[key])} and of ${after.campaign} ${JSON.stringify(after.config[key])}; only campaigns with the same plan can be compared`,
      );
  const rows = [ceilingRow(before, after), ...stageRows(before, after), statusRow(before, after)];
  return {
    schema: 'burstbox/capacity-compare/1',
    before: before.campaign,
    after: after.campaign,
    verdict: verdictOf(rows),
    rows,
    warnings: warningsOf(before, after),
  };
}

function summaryIn({ folder, campaign }: StoredCampaign): CapacitySummary {
  try {
    return readValid<CapacitySummary>('capacity', join(folder, FILES.summary));
  } catch (error) {
    throw new BurstboxError(
      'usage',
      `compare: ${campaign.id} has no summary yet; run \`${PROGRAM} judge\` on it first`,
      {},
      error,
    );
  }
}

/** A ceiling is exact to one file. */
function ceilingRow(before: CapacitySummary, after: CapacitySummary): ComparedRow {
  const step = Math.max(before.stop?.nextBytes ?? 0, after.stop?.nextBytes ?? 0);
  const [from, to] = [before.stored.bytes, after.stored.bytes];
  const isMet = before.ceiling !== undefined || after.ceiling !== undefined;
  const isOurs = [before, after].some(
    ({ stop }) => stop === undefined || stop.kind === 'limit' || stop.kind === 'refused',
  );
  const change = isOurs
    ? 'not tested'
    : !isMet || Math.abs(to - from) <= step
      ? 'same'
      : to > from
        ? 'better'
        : 'worse';
  return { what: 'fits', before: amountText(before.stored), after: amountText(after.stored), change };
}

/** The points of a fill curve are repeats of one another as far as a store keeps its speed: their ranks are compared (Mann and Whitney). */
function stageRows(before: CapacitySummary, after: CapacitySummary): ComparedRow[] {
  return before.stages.map(({ stage }) => {
    const [a, b] = [before, after].map(({ curve }) =>
      curve.filter((point) => point.stage === stage).map(({ bytesPerSecond }) => bytesPerSecond),
    );
    const what = `speed of an upload, stage ${stage + 1}`;
    if (a === undefined || b === undefined || a.length < MIN_POINTS || b.length < MIN_POINTS)
      return { what, before: rateText(a), after: rateText(b), change: 'not tested' };
    const ratio = median(b) / median(a);
    const isCertain = mannWhitney(a, b).p < SIGNIFICANCE && Math.abs(ratio - 1) > MIN_CHANGE;
    return {
      what,
      before: rateText(a),
      after: rateText(b),
      change: isCertain ? (ratio > 1 ? 'better' : 'worse') : 'same',
    };
  });
}

const MIN_POINTS = 8;

function rateText(rates: number[] | undefined): string {
  return rates === undefined || rates.length === 0 ? '–' : `${bytesText(Math.round(median(rates)))}/s`;
}

const RANK = ['healthy', 'warning', 'critical'];

function statusRow(before: CapacitySummary, after: CapacitySummary): ComparedRow {
  const [from, to] = [RANK.indexOf(before.status), RANK.indexOf(after.status)];
  const change =
    from === -1 || to === -1 ? 'not tested' : from === to ? 'same' : to > from ? 'worse' : 'better';
  return { what: 'verdict', before: before.status, after: after.status, change };
}

function verdictOf(rows: ComparedRow[]): CapacityChange {
  const has = (change: CapacityChange) => rows.some((row) => row.change === change);
  if (has('worse')) return 'worse';
  if (has('better')) return 'better';
  return has('same') ? 'same' : 'not tested';
}

function warningsOf(before: CapacitySummary, after: CapacitySummary): string[] {
  const facts = (['box', 'faults', 'database', 'frontend', 'scope'] as const).flatMap((key) =>
    isDeepStrictEqual(before.facts[key], after.facts[key])
      ? []
      : [
          `${key}: ${JSON.stringify(before.facts[key] ?? null)} before, ${JSON.stringify(after.facts[key] ?? null)} after`,
        ],
  );
  const [from, to] = [before.facts.diskBefore?.usedBytes, after.facts.diskBefore?.usedBytes];
  const disk =
    from !== undefined && to !== undefined && Math.abs(to - from) > DISK_SHARE * from
      ? [`disk used at the begin: ${bytesText(from)} before, ${bytesText(to)} after`]
      : [];
  return [...facts, ...disk];
}

const DISK_SHARE = 0.1;
