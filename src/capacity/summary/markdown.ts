/** The results as a Markdown fragment, for a report of one's own. */
import { markdownText, table } from '../../report/markdown.ts';
import type { CapacitySummary, SourceFact, StageFigures, TimeChange } from '../../store/records/records.ts';
import { bytesText } from '../../text/bytes.ts';
import { clockText, countedText, msText } from '../../text/numbers.ts';
import { amountText } from './findings.ts';

export function toMarkdown(summary: CapacitySummary): string {
  const { campaign, status, headline, findings, doubts } = summary;
  const sections = [
    `## Capacity: ${status}`,
    markdownText(headline),
    table(['', ''], factRows(summary)),
    table(
      ['stage', 'files', 'stored', 'rate', 'median', 'p95', 'time for a byte', 'half as fast from'],
      summary.stages.map(stageRow),
    ),
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

function factRows(summary: CapacitySummary): string[][] {
  const { plan, stored, ceiling, stop, recovery, whenFull, durationSeconds, facts, target, left } = summary;
  const { diskBefore, diskAfter, clockAheadSeconds } = facts;
  const rows: [string, string | undefined][] = [
    ['service', `${target.about}, ${target.baseUrl}`],
    ['plan', amountText(plan)],
    ['stored', amountText(stored)],
    ['ceiling', ceiling === undefined ? undefined : amountText(ceiling)],
    ['why no more', stop?.message],
    [
      'readable when full',
      whenFull === undefined
        ? undefined
        : `${whenFull.whole} of ${countedText(whenFull.looked, 'file')} looked at`,
    ],
    [
      'room given back',
      recovery === undefined ? undefined : recovery.recovered ? 'becomes free' : 'does not become free',
    ],
    ['still stored', amountText(left)],
    ['time', clockText(durationSeconds)],
    ['commit of the service', sourceText(facts.service)],
    ['commit of the front end', sourceText(facts.frontend)],
    ['database', facts.database],
    [
      'disk before',
      diskBefore === undefined
        ? undefined
        : `${bytesText(diskBefore.usedBytes)} used, ${bytesText(diskBefore.freeBytes)} free`,
    ],
    [
      'disk after',
      diskAfter === undefined
        ? undefined
        : `${bytesText(diskAfter.usedBytes)} used, ${bytesText(diskAfter.freeBytes)} free`,
    ],
    ['rights of the token', facts.scope],
    ['clock of the service', clockAheadSeconds === undefined ? undefined : `${clockAheadSeconds} s ahead`],
  ];
  return rows.flatMap(([name, value]) => (value === undefined ? [] : [[name, markdownText(value)]]));
}

function stageRow({
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
    String(stage + 1),
    String(planned.files),
    amountText(stored),
    bytesPerSecond === undefined ? '–' : `${bytesText(Math.round(bytesPerSecond))}/s`,
    msText(medianMs),
    msText(p95Ms),
    slope === undefined ? '–' : `${percents(slope.inAll)} in all, ${percents(slope.perGb)} a GB`,
    halfSpeedAt === undefined ? '–' : amountText(halfSpeedAt),
  ];
}

function percents({ percent, low, high }: TimeChange): string {
  const [middle, from, to] = [percent, low, high].map((value) => Number(value.toPrecision(2)));
  return `${middle} % (${from} to ${to})`;
}

export function sourceText(source: SourceFact | undefined): string | undefined {
  if (source?.commit === undefined) return undefined;
  return `${source.commit.slice(0, 12)}${source.dirty ? ', with local changes' : ''}`;
}

function list(title: string, lines: string[]): string {
  return lines.length === 0
    ? ''
    : `### ${title}\n\n${lines.map((line) => `- ${markdownText(line)}`).join('\n')}`;
}
