/** What a campaign came to, for the terminal. */
import { join } from 'node:path';
import { PROGRAM } from '../../root.ts';
import type { CapacitySummary } from '../../store/records/records.ts';
import { FILES } from '../../store/store.ts';
import { columns } from '../../text/columns.ts';
import { amountText } from './findings.ts';
import { STAGE_HEAD, stageRow } from './rows.ts';

/** @param folder as it is shown */
export function capacityText(summary: CapacitySummary, folder: string): string[] {
  const { status, headline, findings, doubts, left, stages, facts } = summary;
  const more = findings.filter(({ message }) => !headline.includes(message));
  return [
    `capacity: ${status}`,
    `  ${headline}`,
    ...more.map((finding) => `  ${finding.status}: ${finding.message}`),
    ...findings.flatMap(({ advice }) => (advice === undefined ? [] : `  what to try: ${advice}`)),
    ...doubts.map(({ message, action }) => `  doubt: ${message}; ${action}`),
    '',
    ...columns([STAGE_HEAD, ...stages.map(stageRow)]),
    '',
    facts.box !== undefined
      ? `its service was started for it in ${facts.box.profile}, and is gone with all that was stored`
      : left.files === 0
        ? 'nothing is left on the service'
        : `${amountText(left)} are left on the service; to remove them: ${PROGRAM} cleanup ${folder}`,
    `results: ${join(folder, FILES.summary)}`,
    `report:  ${join(folder, FILES.reportHtml)}`,
  ];
}
