/** The ladders of a run, level by level. */

import type { LevelRecord, Verdict } from '../../store/records/records.ts';
import { mibText, msText, percentText } from '../../text/numbers.ts';
import { capped } from '../capped.ts';
import { table } from './markdown.ts';

const HEAD = [
  'profile / scenario',
  'level',
  'offered/s',
  'achieved/s',
  'in flight',
  'median',
  'p95',
  'errors',
  'CPU',
  'memory',
  'how',
];

/** Eight ladders with a search each. */
const MAX_ROWS = 100;

/** One table for all scenarios with levels; nothing without any. */
export function levelTable({ profiles }: Verdict): string[] {
  const rows = profiles.flatMap(({ name: profile, scenarios }) =>
    scenarios.flatMap(({ name, levels = [] }) =>
      levels.map((level) => [`${profile} / ${name}`, ...cells(level)]),
    ),
  );
  const { shown, rest } = capped(rows, MAX_ROWS);
  return rows.length === 0 ? [] : [table(HEAD, shown), ...rest('levels')];
}

function cells(level: LevelRecord): string[] {
  const { offered, throughput, inFlight, medianMs, p95Ms, errorRate, cpuShare, memoryBytes } = level;
  return [
    `${level.level} ${level.unit}${level.probe ? ' (probe)' : ''}`,
    wholeText(offered),
    wholeText(throughput),
    wholeText(inFlight),
    msText(medianMs),
    msText(p95Ms),
    percentText(errorRate),
    percentText(cpuShare),
    mibText(memoryBytes),
    level.errorKind === undefined ? level.mode : `${level.mode} (${level.errorKind})`,
  ];
}

function wholeText(value: number | undefined): string {
  return value === undefined ? '–' : String(Math.round(value));
}
