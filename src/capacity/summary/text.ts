/** What a campaign came to, for the terminal. */
import { join } from 'node:path';
import { PROGRAM } from '../../root.ts';
import type { CapacitySummary, StageFigures } from '../../store/records/records.ts';
import { FILES } from '../../store/store.ts';
import { bytesText } from '../../text/bytes.ts';
import { columns } from '../../text/columns.ts';
import { msText } from '../../text/numbers.ts';
import { amountText } from './findings.ts';

/** @param folder as it is shown */
export function capacityText(summary: CapacitySummary, folder: string): string[] {
  const { status, headline, findings, doubts, left, stages } = summary;
  const more = findings.filter(({ message }) => !headline.includes(message));
  return [
    `capacity: ${status}`,
    `  ${headline}`,
    ...more.map((finding) => `  ${finding.status}: ${finding.message}`),
    ...findings.flatMap(({ advice }) => (advice === undefined ? [] : `  what to try: ${advice}`)),
    ...doubts.map(({ message, action }) => `  doubt: ${message}; ${action}`),
    '',
    ...columns(stages.map(stageCells)),
    '',
    left.files === 0
      ? 'nothing is left on the service'
      : `${amountText(left)} are left on the service; to remove them: ${PROGRAM} cleanup ${folder}`,
    `results: ${join(folder, FILES.summary)}`,
    `report:  ${join(folder, FILES.reportHtml)}`,
  ];
}

function stageCells({
  stage,
  planned,
  stored,
  bytesPerSecond,
  medianMs,
  p95Ms,
  slope,
  halfSpeedAt,
}: StageFigures): string[] {
  return [
    `  stage ${stage + 1}`,
    `${stored.files} of ${planned.files} files`,
    bytesText(stored.bytes),
    bytesPerSecond === undefined ? '' : `${bytesText(Math.round(bytesPerSecond))}/s`,
    `median ${msText(medianMs)}`,
    `p95 ${msText(p95Ms)}`,
    slope === undefined
      ? ''
      : `time for a byte ${signed(slope.inAll.percent)} % in all (${signed(slope.inAll.low)} to ${signed(slope.inAll.high)})`,
    halfSpeedAt === undefined ? '' : `half as fast from ${bytesText(halfSpeedAt.bytes)} on`,
  ];
}

function signed(value: number): string {
  return `${value > 0 ? '+' : ''}${Number(value.toPrecision(2))}`;
}
