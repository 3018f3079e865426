/** Figures by operation and size of the scenarios of object storage, and the codes that the server gave. */
import { join } from 'node:path';
import { K6_METRIC, type K6Summary } from '../contract/contract.ts';
import { statOf } from '../judge/evidence.ts';
import { shownFolder } from '../judge/repeats.ts';
import type { RunRecord, Verdict } from '../store/records/records.ts';
import { FILES, readRecord } from '../store/store.ts';
import { msText, percentText, perSecondText } from '../text/numbers.ts';
import { table } from './markdown.ts';
import { codesIn, objectFigures } from './object-storage.ts';

const HEAD = [
  ...['profile / scenario', 'operation', 'per second', 'MB/s'],
  ...['median', 'p95', 'p99', 'p99.9', 'first byte, p95', 'failed'],
];
const OPERATION = new RegExp(`^${K6_METRIC.opFailed}\\{op:(\\w+)\\}$`);
/** Beyond these one reads report.html. */
const MAX_ROWS = 200;

/** Nothing for a run without such scenarios. */
export function objectStorageSection(
  run: Pick<RunRecord, 'scenarios'>,
  { profiles }: Verdict,
  runFolder: string,
): string[] {
  const names = run.scenarios.filter(({ needs }) => needs.includes('s3')).map(({ name }) => name);
  const all = profiles.flatMap(({ name: profile, scenarios }) =>
    scenarios
      .filter(({ name }) => names.includes(name))
      .map((scenario) => {
        const path = join(shownFolder(runFolder, profile, scenario), FILES.summary);
        return { title: `${profile} / ${scenario.name}`, summary: readRecord<K6Summary>('summary', path) };
      }),
  );
  if (all.length === 0) return [];
  const rows = all.flatMap(({ title, summary }) => rowsOf(title, summary)).slice(0, MAX_ROWS);
  const codes = all.flatMap(({ title, summary }) =>
    codesIn(summary).map(({ code, count }) => `- ${title}: ${count} × ${code}`),
  );
  const told = codes.length === 0 ? [] : ['Errors by code of S3:', codes.join('\n')];
  return [['## Object storage', table(HEAD, rows), ...told].join('\n\n')];
}

function rowsOf(title: string, summary: K6Summary | undefined): string[][] {
  const seconds = (summary?.testRunDurationMs ?? 0) / 1000;
  return Object.entries(summary?.metrics ?? {}).flatMap(([metric, { values }]) => {
    const op = OPERATION.exec(metric)?.[1];
    const count = (values.passes ?? 0) + (values.fails ?? 0);
    if (op === undefined || count === 0 || seconds === 0) return [];
    const ms = (stat: string) => msText(statOf(summary, `${K6_METRIC.opDuration}{op:${op}}`, stat));
    const { megabytesPerSecond, firstByteP95Ms } = objectFigures(summary, op);
    return [
      [
        ...[title, op, perSecondText(count / seconds), perSecondText(megabytesPerSecond)],
        ...[ms('med'), ms('p(95)'), ms('p(99)'), ms('p(99.9)')],
        ...[msText(firstByteP95Ms), percentText(values.rate ?? 0)],
      ],
    ];
  });
}
