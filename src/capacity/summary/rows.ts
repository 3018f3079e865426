/** What is said of a campaign in tables, on the page and in Markdown alike. */
import type { CapacitySummary, SourceFact, StageFigures, TimeChange } from '../../store/records/records.ts';
import { bytesText } from '../../text/bytes.ts';
import { clockText, countedText, msText } from '../../text/numbers.ts';
import { amountText } from './findings.ts';

/** What is known of a campaign and its service, each with its name. */
export function factRows(summary: CapacitySummary): [name: string, value: string][] {
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
  return rows.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]));
}

export const STAGE_HEAD = [
  'stage',
  'files',
  'stored',
  'rate',
  'median',
  'p95',
  'time for a byte',
  'half as fast from',
];

export function stageRow({
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

function sourceText(source: SourceFact | undefined): string | undefined {
  if (source?.commit === undefined) return undefined;
  return `${source.commit.slice(0, 12)}${source.dirty ? ', with local changes' : ''}`;
}
