/** What a run came to, as a table that fits a terminal of 80 columns: a row for each scenario on each box. */
import type { Status } from '../../contract/contract.ts';
import { judgedTime } from '../../report/short.ts';
import type { ScenarioVerdict, Verdict } from '../../store/records/records.ts';
import { mibText, msText, percentText, perSecondText } from '../../text/numbers.ts';
import { cutToWidth } from '../progress/width.ts';

const MAX_CHARS = 80;
const GAP = '  ';
/** Longer than a line of a terminal no name is read. */
const MIN_NAME_CHARS = 10;

/** @param mark makes a status stand out, where it is shown in colours */
export function resultTable(
  { profiles }: Verdict,
  mark: (status: Status, padded: string) => string,
): string[] {
  const boxes = profiles.map(({ name, scenarios }) => ({
    head: [name, ...HEAD],
    rows: scenarios.map((scenario) => ({
      status: scenario.status,
      cells: [scenario.name, ...cells(scenario)],
    })),
  }));
  const widths = fitting(boxes.flatMap(({ head, rows }) => [head, ...rows.map(({ cells: each }) => each)]));
  const catalogs = profiles.flatMap(({ name, scenarios }) => catalogTable(name, scenarios));
  return [
    ...boxes.flatMap(({ head, rows }) => [
      '',
      laidOut(head, widths).join(GAP).trimEnd(),
      ...rows.map(({ status, cells: each }) => {
        const [name = '', verdict = '', ...numbers] = laidOut(each, widths);
        return [name, mark(status, verdict), ...numbers].join(GAP).trimEnd();
      }),
    ]),
    ...catalogs,
  ];
}

const HEAD = ['verdict', 'ops/s', 'p95', 'judged / mark', 'errors', 'memory'];

function cells({ status, findings, figures = {} }: ScenarioVerdict): string[] {
  const { throughput, p95Ms, errorRate, memoryPeakBytes } = figures;
  const judged = judgedTime(findings);
  return [
    status,
    perSecondText(throughput),
    msText(p95Ms),
    judged === undefined ? '–' : `${msText(judged.ms)} / ${msText(judged.markMs)}`,
    percentText(errorRate),
    mibText(memoryPeakBytes),
  ];
}

/** What a catalog did, a second. */
function catalogTable(box: string, scenarios: ScenarioVerdict[]): string[] {
  const rows = scenarios.flatMap(({ name, figures: { writes, conflicts, reads } = {} }) =>
    reads === undefined ? [] : [[name, '', ...[writes, conflicts, reads].map(perSecondText)]],
  );
  const all = [[box, '', 'writes/s', 'conflicts/s', 'reads/s'], ...rows];
  const widths = fitting(all);
  return rows.length === 0 ? [] : ['', ...all.map((row) => laidOut(row, widths).join(GAP).trimEnd())];
}

/** Each column as wide as its widest cell; names give way when a line would be too long. */
function fitting(rows: string[][]): number[] {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => (row[column] ?? '').length)),
  );
  const [names = 0, ...numbers] = widths;
  const left = MAX_CHARS - numbers.reduce((sum, width) => sum + GAP.length + width, 0);
  return [Math.max(MIN_NAME_CHARS, Math.min(names, left)), ...numbers];
}

/** Names and verdicts stand left, numbers right. */
function laidOut(row: string[], widths: number[]): string[] {
  return row.map((cell, column) => {
    const width = widths[column] ?? 0;
    return column < 2 ? cutToWidth(cell, width).padEnd(width) : cell.padStart(width);
  });
}
