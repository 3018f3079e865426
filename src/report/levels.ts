/** The ladders of a run, level by level. */
import { mibText, msText, percentText } from '../numbers.ts';
import type { LevelRecord, Verdict } from '../records.ts';
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

/** One table for all scenarios with levels; nothing without any. */
export function levelsSection({ profiles }: Verdict): string[] {
  const rows = profiles.flatMap(({ name: profile, scenarios }) =>
    scenarios.flatMap(({ name, levels = [] }) =>
      levels.map((level) => [`${profile} / ${name}`, ...cells(level)]),
    ),
  );
  return rows.length === 0 ? [] : ['## Level by level', table(HEAD, rows)];
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
