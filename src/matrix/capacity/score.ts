/** What a campaign says, against what was planted. Pure. */
import type { CapacitySummary } from '../../store/records/records.ts';
import type { Score } from '../score.ts';
import type { CampaignRow } from './rows.ts';

/** `critical: no-recovery, 41 files`; of a clean row that nothing is to be found. */
export function campaignText({ status, finds, files }: CampaignRow): string {
  return finds === undefined ? 'nothing' : `${status}: ${finds}, ${files} files`;
}

/** A machine that was too busy to judge on is no fault of the verdict's. */
export function scoreCampaign(
  { status, finds, files, stop }: CampaignRow,
  summary: Pick<CapacitySummary, 'status' | 'findings' | 'stored' | 'stop' | 'headline' | 'doubts'>,
): Score {
  const named = summary.findings.find((each) => each.status === summary.status);
  const isFound = finds === undefined || summary.findings.some(({ id }) => id === finds);
  const found =
    named === undefined ? summary.status : `${summary.status}: ${named.id}, ${summary.stored.files} files`;
  if (finds === undefined && summary.findings.some((each) => each.status === 'critical'))
    return { result: 'false-alarm', found, why: summary.headline };
  if (summary.status === 'unknown' && summary.doubts.some(({ id }) => id === 'machine-busy'))
    return { result: 'unknown', found, why: summary.headline };
  const isRight =
    summary.status === status &&
    summary.stop?.kind === stop &&
    Math.abs(summary.stored.files - files) <= 1 &&
    isFound;
  return isRight ? { result: 'hit', found } : { result: 'miss', found, why: summary.headline };
}
