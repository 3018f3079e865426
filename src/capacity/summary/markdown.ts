/** The results as a Markdown fragment, for a report of one's own. */
import { markdownText, table } from '../../report/markdown/markdown.ts';
import type { CapacitySummary } from '../../store/records/records.ts';
import { factRows, STAGE_HEAD, stageRow } from './rows.ts';

export function toMarkdown(summary: CapacitySummary): string {
  const { campaign, status, headline, findings, doubts } = summary;
  const sections = [
    `## Capacity: ${status}`,
    markdownText(headline),
    table(
      ['', ''],
      factRows(summary).map((row) => row.map(markdownText)),
    ),
    table(STAGE_HEAD, summary.stages.map(stageRow)),
    list(
      'What was found',
      findings.map(
        ({ status: each, message, advice }) =>
          `${each}: ${message}${advice === undefined ? '' : `. ${advice}`}`,
      ),
    ),
    list(
      'How sure this is',
      doubts.map(({ message, action }) => `${message}; ${action}`),
    ),
    `Campaign ${markdownText(campaign)}.`,
  ];
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`;
}

function list(title: string, lines: string[]): string {
  return lines.length === 0
    ? ''
    : `### ${title}\n\n${lines.map((line) => `- ${markdownText(line)}`).join('\n')}`;
}
