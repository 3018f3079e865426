/** What explains a chart: bands of the load's phases, limit lines and events. */
import type { Status } from '../../contract/contract.ts';
import { laterStarts } from '../../judge/detectors/restart.ts';
import { type Evidence, growth, series, stepsOf } from '../../judge/evidence.ts';
import { secondsInto } from '../../judge/load/load-clock.ts';
import { allowedRange } from '../../judge/resources/allowed-cpus.ts';
import type { Band, LimitLine, Marker } from '../../page/data.ts';
import { totalSeconds } from '../../shared/load/shape.ts';
import type { Finding } from '../../store/records/records.ts';
import { countedText, levelText, MIB, msText, percentText } from '../../text/numbers.ts';

/** More would hide the lines under them. */
const MAX_MARKERS = 12;
/** Readings are a second apart. */
const SAME_MOMENT_SECONDS = 1.5;

export function bandsOf({ scenario: { legs, model } }: Pick<Evidence, 'scenario'>): Band[] {
  return legs.map(({ phase, move, seconds, level }, index) => {
    const from = totalSeconds(legs.slice(0, index));
    const text = levelText(level, model);
    const labels = move === 'hold' ? [`${phase} ${text}`, text, String(level)] : [];
    return { from, to: from + seconds, phase, labels };
  });
}

export function limitLines({
  scenario,
  profile,
  samples,
}: Pick<Evidence, 'scenario' | 'profile' | 'samples'>): LimitLine[] {
  const marks = scenario.limits.flatMap(({ metric, stat, unit, healthy, critical }) => {
    if (unit === 'count') return [];
    const chart = unit === 'ms' ? ('latency' as const) : ('errors' as const);
    const text = unit === 'ms' ? msText : percentText;
    const op = /\{op:(\w+)\}/.exec(metric)?.[1];
    const name = unit === 'ratio' ? 'failed' : `${op ?? 'all'} ${stat}`;
    return [
      { chart, value: healthy, label: `${name}: healthy up to ${text(healthy)}`, status: 'warning' as const },
      {
        chart,
        value: critical,
        label: `${name}: critical over ${text(critical)}`,
        status: 'critical' as const,
      },
    ];
  });
  const { limits } = profile;
  if (limits === undefined) return marks;
  const mib = limits.memoryBytes / MIB;
  const cpu = {
    chart: 'cpu',
    value: limits.cpus,
    label: `the box: ${countedText(limits.cpus, 'CPU')}`,
    status: 'warning',
  } as const;
  return [
    ...marks,
    { chart: 'memory', value: mib, label: `the box: ${Math.round(mib)} MiB`, status: 'critical' },
    // One that changed is drawn over time.
    ...(allowedRange({ samples }) === undefined ? [cpu] : []),
  ];
}

/** In order of time. */
export function markersOf(evidence: Evidence, findings: Finding[]): Marker[] {
  const { outcome } = evidence;
  const causeAtMs = outcome?.firstCause?.atMs;
  const causeAt = causeAtMs === undefined ? undefined : secondsInto(evidence, causeAtMs);
  const at = (atMs: number | undefined, label: string, status: Status): Marker[] => {
    const seconds = atMs === undefined ? undefined : secondsInto(evidence, atMs);
    return seconds === undefined ? [] : [{ at: seconds, label, status }];
  };
  return [
    ...at(causeAtMs, outcome?.firstCause?.id.replaceAll('-', ' ') ?? '', 'critical'),
    ...at(outcome?.endedEarly?.atMs, 'ended early: stable', 'healthy'),
    ...oomKills(evidence).flatMap((t) => at(t, 'OOM kill', 'critical')),
    ...laterStarts(series(evidence.samples, 'process_start_time_seconds')).flatMap((t) =>
      at(t, 'restart', 'critical'),
    ),
    ...findings.flatMap(({ atSeconds, detector, status }) =>
      atSeconds === undefined || status === 'healthy' || isNear(atSeconds, causeAt)
        ? []
        : [{ at: atSeconds, label: detector.replaceAll('-', ' '), status }],
    ),
  ]
    .sort((a, b) => a.at - b.at)
    .slice(0, MAX_MARKERS);
}

/** A finding that is dated by the first cause would say it twice. */
function isNear(seconds: number, causeAt: number | undefined): boolean {
  return causeAt !== undefined && Math.abs(seconds - causeAt) < SAME_MOMENT_SECONDS;
}

function oomKills({ samples }: Evidence): number[] {
  if ((growth(samples, 'cgroup_oom_kills_total') ?? 0) <= 0) return [];
  return stepsOf(series(samples, 'cgroup_oom_kills_total'), (step) => step > 0);
}
