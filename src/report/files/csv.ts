/** The figures of a run, and every series by the second, as CSV (RFC 4180): for spreadsheets and scripts. */
import { join } from 'node:path';
import { readEvidence } from '../../judge/evidence.ts';
import { shownFolder } from '../../judge/repeats.ts';
import type { RunRecord, ScenarioVerdict } from '../../store/records/records.ts';
import { FILES, isFilled, readRun, readVerdict, writeWhole } from '../../store/store.ts';
import { measuredOf } from '../markdown/measured.ts';
import { everySecond } from '../page/series.ts';
import { judgedTime } from '../short.ts';

export type Cell = string | number | null | undefined;

/**
 * figures.csv of the run, and series.csv of each scenario that was played.
 * @returns path of figures.csv
 * @throws BurstboxError results when the run was not judged yet.
 */
export function writeCsv(runFolder: string): string {
  const run = readRun(runFolder);
  const scenes = readVerdict(runFolder).profiles.flatMap(({ name: profile, scenarios }) =>
    scenarios.map((scenario) => ({ profile, scenario })),
  );
  for (const { profile, scenario } of scenes) writeSeries(run, runFolder, profile, scenario);
  const path = join(runFolder, FILES.figuresCsv);
  const rows = scenes.map(({ profile, scenario }) => figureRow(runFolder, profile, scenario));
  writeWhole(path, csvText([HEAD, ...rows]));
  return path;
}

const HEAD = [
  ...['box', 'scenario', 'verdict', 'seconds', 'operations', 'operations_per_second'],
  ...['median_ms', 'p95_ms', 'p99_ms', 'slowest_ms', 'judged', 'judged_ms', 'mark_ms', 'error_ratio'],
  ...['memory_peak_bytes', 'cpus', 'throttled_ratio'],
  ...['catalog_writes_per_second', 'catalog_conflicts_per_second', 'catalog_reads_per_second'],
];

function figureRow(runFolder: string, profile: string, scenario: ScenarioVerdict): Cell[] {
  const { seconds, operations, throughput, medianMs, p95Ms, p99Ms, maxMs, ...rest } = measuredOf(
    runFolder,
    profile,
    scenario,
  );
  const judged = judgedTime(scenario.findings);
  return [
    ...[profile, scenario.name, scenario.status, seconds, operations, throughput],
    ...[medianMs, p95Ms, p99Ms, maxMs, judged?.what, judged?.ms, judged?.markMs, rest.errorRate],
    ...[rest.memoryPeakBytes, rest.cpus, rest.throttledShare],
    ...[rest.writes, rest.conflicts, rest.reads],
  ];
}

function writeSeries(run: RunRecord, runFolder: string, profileName: string, judged: ScenarioVerdict): void {
  const profile = run.profiles.find(({ name }) => name === profileName);
  const scenario = run.scenarios.find(({ name }) => name === judged.name);
  const folder = shownFolder(runFolder, profileName, judged);
  if (profile === undefined || scenario === undefined || !isFilled(join(folder, FILES.outcome))) return;
  const { titles, rows } = everySecond(readEvidence(folder, run, profile, scenario));
  writeWhole(join(folder, FILES.seriesCsv), csvText([titles, ...rows]));
}

/** What was not measured is an empty cell. */
export function csvText(rows: Cell[][]): string {
  return rows.map((row) => `${row.map(cellText).join(',')}\r\n`).join('');
}

function cellText(cell: Cell): string {
  const text = cell === null || cell === undefined ? '' : String(cell);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
