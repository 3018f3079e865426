/** The loads that were ended before their planned end as the user had asked, and why. */
import { join } from 'node:path';
import type { K6Summary } from '../../contract/contract.ts';
import { shownFolder } from '../../judge/repeats.ts';
import { totalSeconds } from '../../shared/load/shape.ts';
import type { Outcome, RunRecord, Verdict } from '../../store/records/records.ts';
import { FILES, readRecord } from '../../store/store.ts';
import { markdownText } from './markdown.ts';

/** A section, or none. */
export function endedEarlySection(
  { scenarios: plans }: RunRecord,
  { profiles }: Verdict,
  runFolder: string,
): string[] {
  const lines = profiles.flatMap(({ name: profile, scenarios }) =>
    scenarios.flatMap((scenario) => {
      const legs = plans.find(({ name }) => name === scenario.name)?.legs ?? [];
      const why = whyIn(shownFolder(runFolder, profile, scenario), totalSeconds(legs));
      return why === undefined ? [] : [`- ${profile} / ${scenario.name}${why}`];
    }),
  );
  return lines.length === 0 ? [] : [`## Ended early\n\n${lines.join('\n')}`];
}

function whyIn(folder: string, plannedSeconds: number): string | undefined {
  const { endedEarly, firstCause } = readRecord<Outcome>('outcome', join(folder, FILES.outcome)) ?? {};
  if (firstCause?.id === 'limit-hopeless') return `: ${markdownText(firstCause.message)}`;
  if (endedEarly === undefined) return undefined;
  const beganMs = readRecord<K6Summary>('summary', join(folder, FILES.summary))?.loadStartedAtMs;
  const seconds =
    beganMs === undefined
      ? ''
      : ` after ${Math.round((endedEarly.atMs - beganMs) / 1000)} of ${plannedSeconds} s`;
  return `${seconds}: ${markdownText(endedEarly.rule)}`;
}
