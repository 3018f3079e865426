/** What report.html of a campaign shows, from its summary. */
import { quote } from 'zx/core';
import type { CapacityPage, FillChart } from '../../page/capacity-data.ts';
import { PROGRAM } from '../../root.ts';
import type { CampaignRecord, CapacitySummary, FillPoint } from '../../store/records/records.ts';
import { factRows, STAGE_HEAD, stageRow } from './rows.ts';

export function capacityPage(
  summary: CapacitySummary,
  { argv, machine, burstbox }: CampaignRecord,
): CapacityPage {
  const { status, headline, target, startedAtMs, findings, doubts, curve, stages, campaign } = summary;
  const started = new Date(startedAtMs).toISOString().replace('T', ' ').slice(0, 16);
  return {
    schema: 'burstbox/capacity-page/1',
    status,
    headline,
    subject: `${target.about} at ${target.baseUrl}, ${started} UTC`,
    findings: findings
      .filter(({ message, advice }) => !headline.includes(message) || advice !== undefined)
      .map(({ status: each, message, advice }) => ({
        status: each,
        message,
        ...(advice === undefined ? {} : { advice }),
      })),
    doubts: doubts.map(({ message, action }) => `${message}; ${action}`),
    charts: chartsOf(curve),
    head: STAGE_HEAD,
    rows: stages.map(stageRow),
    facts: [
      ...factRows(summary),
      ['configuration', JSON.stringify(summary.config)],
      [
        'machine',
        `${machine.os} ${machine.arch}, ${machine.cores} cores, ${machine.memoryMib} MiB, Node ${machine.node}`,
      ],
      ['burstbox', burstbox.version],
      ['campaign', campaign],
    ],
    command: `${PROGRAM} ${argv.map(quote).join(' ')}`,
  };
}

/** A line of one point is none. */
const MIN_POINTS = 2;

function chartsOf(curve: FillPoint[]): FillChart[] {
  if (curve.length < MIN_POINTS) return [];
  const [xUnit, divisor] = unitOf(curve.at(-1)?.bytes ?? 0);
  const x = curve.map(({ bytes }) => bytes / divisor);
  const stages = [...new Set(curve.map(({ stage }) => stage))];
  const byStage = (readingOf: (point: FillPoint) => number) =>
    stages.map((stage) => ({
      label: `stage ${stage + 1}`,
      values: curve.map((point) => (point.stage === stage ? readingOf(point) : null)),
    }));
  const box = (title: string, key: 'memoryBytes' | 'diskUsedBytes', label: string): FillChart[] => {
    const values = curve.map((point) => point[key]);
    const known = values.filter((value) => value !== undefined);
    if (known.length < MIN_POINTS) return [];
    const [yUnit, by] = unitOf(Math.max(...known));
    const lines = [{ label, values: values.map((value) => (value === undefined ? null : value / by)) }];
    return [{ title, xUnit, x, yUnit, lines }];
  };
  return [
    {
      title: 'Speed of one upload',
      xUnit,
      x,
      yUnit: 'MB/s',
      lines: byStage((point) => point.bytesPerSecond / 1e6),
    },
    { title: 'Time of one upload', xUnit, x, yUnit: 'ms', lines: byStage(({ ms }) => ms) },
    ...box('Memory of the service', 'memoryBytes', 'memory'),
    ...box('Disk of the service', 'diskUsedBytes', 'used'),
  ];
}

function unitOf(bytes: number): [unit: string, divisor: number] {
  if (bytes >= 1e9) return ['GB', 1e9];
  return bytes >= 1e6 ? ['MB', 1e6] : ['KB', 1e3];
}
