/** Figures by operation and size of the scenarios of object storage, and the codes that the server gave. */
import type {
  FirstError,
  ObjectsRecord,
  RunRecord,
  ScenarioVerdict,
  Verdict,
} from '../../store/records/records.ts';
import { msText, percentText, perSecondText } from '../../text/numbers.ts';
import { markdownText, table } from './markdown.ts';

const HEAD = [
  ...['profile / scenario', 'operation', 'per second', 'MB/s'],
  ...['median', 'p95', 'p99', 'p99.9', 'first byte, p95', 'failed'],
];
/** Beyond these one reads report.html. */
const MAX_ROWS = 200;

const ENDED_BY = {
  box: 'the box had no more CPU to give',
  generator: 'k6 had no more CPU to give: the server may be capable of more',
  both: 'k6 and the box had no more CPU to give: the server may be capable of more',
  neither:
    'neither the CPU of the box nor that of k6: the disk, the memory or the network, or what the server waits for itself; more users may bring more',
} as const;

/** Nothing for a run without such scenarios. */
export function objectStorageSection(run: Pick<RunRecord, 'scenarios'>, { profiles }: Verdict): string[] {
  const all = profiles.flatMap(({ name: profile, scenarios }) =>
    scenarios.flatMap((scenario) =>
      scenario.objects === undefined
        ? []
        : [{ title: `${profile} / ${scenario.name}`, scenario, objects: scenario.objects }],
    ),
  );
  if (all.length === 0) return [];
  const rows = all.flatMap(({ title, objects }) => rowsOf(title, objects)).slice(0, MAX_ROWS);
  const codes = all.flatMap(({ title, objects }) =>
    objects.errors.map(
      ({ code, count, first }) =>
        `- ${title}: ${count} × ${code}${first === undefined ? '' : `, first ${markdownText(firstErrorText(first))}`}`,
    ),
  );
  const more = all.flatMap(({ title, scenario, objects }) =>
    [...accessText(objects), ...endText(objects, scenario, run)].map((line) => `- ${title}: ${line}`),
  );
  return [
    [
      '## Object storage',
      table(HEAD, rows),
      ...(more.length === 0 ? [] : [more.join('\n')]),
      ...(codes.length === 0 ? [] : ['Errors by code of S3:', codes.join('\n')]),
    ].join('\n\n'),
  ];
}

/** `put, status 503, request id 4442587FB7D0A2F9` */
export function firstErrorText({ operation, status, code, requestId }: FirstError): string {
  const given = code === undefined ? '' : `, code ${code}`;
  return `${operation}, status ${status}${given}, request id ${requestId ?? 'not given'}`;
}

function rowsOf(title: string, { operations }: ObjectsRecord): string[][] {
  return operations.map((each) => [
    ...[title, each.operation, perSecondText(each.perSecond), perSecondText(each.megabytesPerSecond)],
    ...[msText(each.medianMs), msText(each.p95Ms), msText(each.p99Ms), msText(each.p999Ms)],
    ...[msText(each.firstByteP95Ms), percentText(each.failedShare)],
  ]);
}

function accessText({ access }: ObjectsRecord): string[] {
  if (access === undefined) return [];
  const { hotShare, declaredHotShare, coldByHot } = access;
  const cache =
    coldByHot === undefined
      ? ''
      : `; the first byte of the others took ${coldByHot.toFixed(2)} times as long, which is what a cache brings`;
  return [
    `the most popular tenth of the keys got ${percentText(hotShare)} of the reads (declared ${percentText(declaredHotShare)})${cache}`,
  ];
}

function endText(
  { operations, endedBy }: ObjectsRecord,
  { name }: ScenarioVerdict,
  { scenarios }: Pick<RunRecord, 'scenarios'>,
): string[] {
  if (endedBy === undefined) return [];
  const legs = scenarios.find((scenario) => scenario.name === name)?.legs ?? [];
  const users = Math.max(1, ...legs.map(({ level }) => level));
  const moved = operations.flatMap(({ operation, megabytesPerSecond: all }) =>
    all === undefined
      ? []
      : [
          `${operation === 'put' ? 'up' : 'down'} ${perSecondText(all)} MB/s (${perSecondText(all / users)} a user)`,
        ],
  );
  return [`${moved.join(', ')}; what ended it: ${ENDED_BY[endedBy]}`];
}
