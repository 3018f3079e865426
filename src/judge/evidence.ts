/** Everything stored about one scenario, read once; every detector and doubt is a pure function of it. */
import { join } from 'node:path';
import {
  ERROR_KINDS,
  type ErrorKind,
  K6_METRIC,
  type K6Summary,
  type Sample,
  type SampleName,
} from '../contract/contract.ts';
import { totalSeconds } from '../shared/load/shape.ts';
import type { FirstError, Outcome, RunRecord, ScenarioPlan } from '../store/records/records.ts';
import { FILES, probeFolders, readLines, readRecord } from '../store/store.ts';
import { readTimeline, type Snapshot } from '../store/timeline.ts';
import type { History } from './history/history.ts';
import { readHistory } from './history/read-history.ts';
import { type FatalLines, fatalLines } from './logs/fatal-lines.ts';
import { readLogTail } from './logs/log-tail.ts';
import { readServiceLog } from './logs/service-log.ts';
import { readThreads, type Thread } from './logs/thread-dump.ts';
import type { StoredProfile } from './pprof/decode.ts';
import { type ProfileFile, profileReader } from './pprof/read.ts';

export interface Evidence {
  run: RunRecord;
  profile: RunRecord['profiles'][number];
  scenario: ScenarioPlan;
  /** Absent when the scenario never ended: not reached, or the orchestrator died. */
  outcome: Outcome | undefined;
  /** Absent when k6 did not live to write it. */
  summary: K6Summary | undefined;
  timeline: Snapshot[];
  /** Of the load only: from its first to its last planned second, or to the one in which we ended it. */
  samples: Sample[];
  /** The first reading, right after the service was there, if that was before the load. */
  atRest?: Sample | undefined;
  /** The end of the service's log, at most 256 KiB; the service wrote it, so it is no more than text. */
  logTail: string;
  /** What the whole log says of processes and requests that ended by an error, read when it is first asked for. */
  fatal: FatalLines;
  /** How long the log was at each reading, also before and after the load. */
  logSizes: Point[];
  /** What the threads of a JVM did under load; undefined without threads.json. */
  threads: () => Thread[] | undefined;
  /** The operations of all clients, read for each who asks; undefined without a history.ndjson. */
  history: () => History | undefined;
  /** A stored pprof profile, read when it is first asked for; undefined when it is missing or unreadable. */
  pprof: (file: ProfileFile) => StoredProfile | undefined;
  /** The first error of each kind that users of object storage met, in their order, read when it is first asked for. */
  firstErrors?: FirstError[];
  /** The probes of `--search` that were played to an end; each is the scenario with legs of its own. */
  probes: Evidence[];
}

export interface Point {
  t: number;
  value: number;
}

export function readEvidence(
  folder: string,
  run: RunRecord,
  profile: Evidence['profile'],
  scenario: ScenarioPlan,
): Evidence {
  const probes = probeFolders(folder).flatMap((probe) => {
    const { legs } = readRecord<Outcome>('outcome', join(probe, FILES.outcome)) ?? {};
    return legs === undefined ? [] : [readOne(probe, run, profile, { ...scenario, legs }, [])];
  });
  return readOne(folder, run, profile, scenario, probes);
}

function readOne(
  folder: string,
  run: RunRecord,
  profile: Evidence['profile'],
  scenario: ScenarioPlan,
  probes: Evidence[],
): Evidence {
  const summary = readRecord<K6Summary>('summary', join(folder, FILES.summary));
  const samples = readLines<Sample>('sample', join(folder, FILES.samples));
  const outcome = readRecord<Outcome>('outcome', join(folder, FILES.outcome));
  let timeline: Snapshot[] | undefined;
  let fatal: FatalLines | undefined;
  return {
    run,
    profile,
    scenario,
    outcome,
    summary,
    // Read when it is first asked for: that of a long soak is large, and not everyone asks.
    get timeline() {
      timeline ??= readTimeline(join(folder, FILES.timeline));
      return timeline;
    },
    get firstErrors() {
      const lines = readLines<{ s3Error: FirstError }>('s3-error', join(folder, FILES.s3Errors));
      return lines.map(({ s3Error }) => s3Error);
    },
    samples: underLoad(samples, summary?.loadStartedAtMs, totalSeconds(scenario.legs), ourEndMs(outcome)),
    atRest: samples.find(({ t }) => t < (summary?.loadStartedAtMs ?? 0)),
    logTail: readLogTail(join(folder, FILES.targetLog)),
    get fatal() {
      fatal ??= fatalLines(readServiceLog(join(folder, FILES.targetLog)));
      return fatal;
    },
    logSizes: series(samples, 'service_log_bytes'),
    history: () => readHistory(join(folder, FILES.history)),
    threads: () => readThreads(join(folder, FILES.threads)),
    pprof: profileReader(folder),
    probes,
  };
}

/** Whether a pprof profile was fetched. */
export function hasProfile({ outcome }: Pick<Evidence, 'outcome'>, file: string): boolean {
  return (outcome?.profiles ?? []).some((profile) => profile.file === file && profile.ok);
}

/** A statistic of a k6 metric; undefined when it has no samples, whatever k6 shows then, or is no number (NaN is null in JSON). */
export function statOf(summary: K6Summary | undefined, metric: string, stat: string): number | undefined {
  const values = summary?.metrics[metric]?.values;
  if (values === undefined || samplesIn(values) === 0) return undefined;
  const value = values[stat];
  return Number.isFinite(value) ? value : undefined;
}

/** Total of a counter: a counter that never counted is not in the summary, and its total is then 0. */
export function countOf(summary: K6Summary | undefined, metric: string): number {
  return summary?.metrics[metric]?.values.count ?? 0;
}

/** The kinds of errors that were counted, the most frequent first. */
export function errorCounts(summary: K6Summary | undefined): { kind: ErrorKind; count: number }[] {
  return ERROR_KINDS.map((kind) => ({ kind, count: countOf(summary, K6_METRIC.errorPrefix + kind) }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count);
}

/** Many ask for the same, and a soak has tens of thousands of readings; nobody may change what others are given too. */
const knownSeries = new WeakMap<Sample[], Map<SampleName, Point[]>>();

/** The readings of one series that exist. */
export function series(samples: Sample[], name: SampleName): Point[] {
  const known = knownSeries.get(samples) ?? new Map<SampleName, Point[]>();
  knownSeries.set(samples, known);
  const points = known.get(name) ?? pointsIn(samples, name);
  known.set(name, points);
  return points;
}

function pointsIn(samples: Sample[], name: SampleName): Point[] {
  const points: Point[] = [];
  for (const { t, values } of samples) {
    const value = values[name];
    if (value !== undefined) points.push({ t, value });
  }
  return points;
}

/** Highest reading; undefined when there is none. */
export function highest(points: Point[]): number | undefined {
  // Not Math.max(...): its arguments lie on the stack, which a soak of two days overflows.
  return points.reduce<number | undefined>(
    (most, { value }) => (most === undefined || value > most ? value : most),
    undefined,
  );
}

/** When a series took a step of this kind from one reading to the next, epoch ms. */
export function stepsOf(points: Point[], counts: (step: number) => boolean): number[] {
  return points
    .filter(({ value }, index) => counts(value - (points[index - 1]?.value ?? value)))
    .map(({ t }) => t);
}

/** Growth of a counter over the load; undefined with fewer than two readings. */
export function growth(samples: Sample[], name: SampleName): number | undefined {
  const isRead = ({ values }: Sample) => values[name] !== undefined;
  const [first, last] = [samples.find(isRead), samples.findLast(isRead)];
  const [from, to] = [first?.values[name], last?.values[name]];
  return first === last || from === undefined || to === undefined ? undefined : to - from;
}

/** Time from the first to the last of these points, seconds. */
export function spanSeconds(points: Point[]): number {
  return ((points.at(-1)?.t ?? 0) - (points[0]?.t ?? 0)) / 1000;
}

/** Number of samples behind a metric's statistics: trends and counters have a count, rates passes and fails. */
function samplesIn({ count, passes, fails }: Record<string, number>): number {
  return count ?? (passes ?? 0) + (fails ?? 0);
}

function underLoad(
  samples: Sample[],
  loadStartedAtMs: number | undefined,
  seconds: number,
  endedMs: number,
): Sample[] {
  if (loadStartedAtMs === undefined) return samples;
  const lastMs = Math.min(loadStartedAtMs + seconds * 1000, endedMs);
  return samples.filter(({ t }) => t >= loadStartedAtMs && t <= lastMs);
}

const OUR_ENDS: (string | undefined)[] = [
  'target-memory-critical',
  'limit-hopeless',
  'generator-memory',
  'machine-memory',
  'interrupted',
];

/** When we took the load away from a service that lived on: what is read of it afterwards is of one at rest. */
function ourEndMs(outcome: Outcome | undefined): number {
  const { firstCause, endedEarly } = outcome ?? {};
  const causeMs = OUR_ENDS.includes(firstCause?.id) ? firstCause?.atMs : undefined;
  return Math.min(causeMs ?? Number.POSITIVE_INFINITY, endedEarly?.atMs ?? Number.POSITIVE_INFINITY);
}
