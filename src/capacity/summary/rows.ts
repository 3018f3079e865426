/** What is said of a campaign in tables, on the page and in Markdown alike. */
import type {
  CampaignBox,
  CapacitySummary,
  SourceFact,
  StageFigures,
  TimeChange,
} from '../../store/records/records.ts';
import { bytesText } from '../../text/bytes.ts';
import { clockText, countedText, msText } from '../../text/numbers.ts';
import { amountText } from './findings.ts';

/** What is known of a campaign and its service, each with its name. */
export function factRows(summary: CapacitySummary): [name: string, value: string][] {
  const { plan, stored, ceiling, stop, recovery, whenFull, durationSeconds, facts, target, left } = summary;
  const { diskBefore, diskAfter, clockAheadSeconds } = facts;
  const rows: [string, string | undefined][] = [
    ['service', `${target.about}, ${facts.box === undefined ? target.baseUrl : 'started for it'}`],
    ['box', boxText(facts.box)],
    ['planted faults', facts.faults?.join(', ')],
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

function boxText(box: CampaignBox | undefined): string | undefined {
  if (box === undefined) return undefined;
  const { profile, about, driver, enforces } = box;
  const loose = enforces.cpu && enforces.memory ? '' : ', whose limits are not all enforced here';
  return `${profile}: ${about} (${driver}${loose})`;
}

function sourceText(source: SourceFact | undefined): string | undefined {
  if (source?.commit === undefined) return undefined;
  return `${source.commit.slice(0, 12)}${source.dirty ? ', with local changes' : ''}`;
}
