import type { ScenarioVerdict } from '../records.ts';
import { worst } from './status.ts';

/** The one sentence about a scenario that a person reads first: its worst finding, or the doubt that weighs more. */
export function headline({ status, findings, doubts }: ScenarioVerdict): string {
  const finding = findings.find((each) => each.status === status);
  if (status !== 'healthy' && finding !== undefined && status === worst(findings.map((each) => each.status)))
    return finding.cause === undefined || finding.detector === 'survival'
      ? finding.message
      : `${finding.message} (${finding.cause})`;
  return status === 'healthy' ? '' : (doubts[0]?.message ?? '');
}
