/**
 * The likely cause of a finding and what to try, from the stored profiles and from what changed at its moment. Detectors
 * say that something is wrong; this says, in one place for all of them, where to look for it.
 */
import { K6_METRIC } from '../../contract/contract.ts';
import type { DetectorId, LikelyCause } from '../../store/records/records.ts';
import { FILES } from '../../store/store.ts';
import type { Found } from '../detector.ts';
import type { Evidence } from '../evidence.ts';
import { ladderOf } from '../load/ladder.ts';
import { samplesBetween } from '../load/levels.ts';
import { atPeak } from '../resources/generator.ts';
import { allocationCause } from './allocations.ts';
import type { Cause } from './cause.ts';
import { cpuCause, slownessCause } from './cpu.ts';
import { cpuUse } from './cpu-use.ts';
import { goroutineCause } from './goroutines.ts';
import { heapGrowthCause, heapOwnersCause } from './memory.ts';
import { stallCause } from './stall.ts';
import { waitersCause } from './waiters.ts';
import { whatChanged } from './what-changed.ts';

type Explain = (evidence: Evidence, finding: Found) => Cause[];

const heapOrHandles: Explain = (evidence, finding) =>
  (finding.unit === 'MiB/s' ? heapGrowthCause : goroutineCause)(evidence, finding);
/** These know themselves whether the service computed or waited, and point at the CPU profile when it computed. */
const whatItComputed: Explain = (evidence, finding) =>
  finding.sees?.includes(FILES.cpuProfile) ? cpuCause(evidence, finding) : [];

/** Where the list of goroutines is what the detector points at; on an idle CPU only, for who computes is waited for. */
const whoWaits: Explain = (evidence, finding) =>
  finding.sees?.includes(FILES.goroutineEnd) && cpuUse(evidence, finding, atPeak(evidence)).state === 'idle'
    ? waitersCause(evidence)
    : [];

/** A service that stops for moments is not slow besides. */
const stalledOrSlow: Explain = (evidence, finding) => {
  const stalled = stallCause(evidence, finding);
  return stalled.length > 0 ? stalled : slownessCause(evidence, finding);
};
const whySlowOrStuck: Explain = (evidence, finding) =>
  (isSlowness(finding) ? stalledOrSlow : whoWaits)(evidence, finding);
/** Not at the highest load, which may lie far above. */
const whereItBroke: Explain = (evidence, finding) => {
  const level = ladderOf(evidence)?.firstBad;
  if (level === undefined) return [];
  return slownessCause(evidence, finding, samplesBetween(level.run, level.fromSeconds, level.toSeconds));
};

/** What explains the findings of a detector; others are explained by the CPU when they are about slowness. */
const EXPLAINED: Partial<Record<DetectorId, Explain[]>> = {
  leak: [heapOrHandles],
  concurrency: [goroutineCause],
  memory: [heapOwnersCause],
  gc: [allocationCause, cpuCause],
  throttling: [cpuCause],
  stall: [whatItComputed],
  hang: [whatItComputed, whoWaits],
  recovery: [whySlowOrStuck],
  arrivals: [slownessCause],
  // it looks at the level that it speaks of
  slowness: [],
  'breaking-point': [whereItBroke],
};
const TIMEOUTS = `${K6_METRIC.errorPrefix}timeout`;

/** The finding with its cause and advice completed; as it is when it is good news or nothing more is known. */
export function withLikelyCause(finding: Found, evidence: Evidence): Found {
  const own = finding.cause === undefined ? [] : textsOf({ cause: finding.cause, also: finding.also ?? [] });
  if (!isBadNews(finding)) return { ...finding, ...causeFields(own) };
  const explained = causesOf(finding, evidence);
  const changed = finding.atSeconds === undefined ? undefined : whatChanged(evidence, finding);
  const causes = [
    ...own,
    ...explained.flatMap(textsOf),
    ...(changed === undefined ? [] : [{ text: changed }]),
  ];
  const profiles = explained
    .flatMap(({ profile, base, file }) => [profile, base, file])
    .filter((file) => file !== undefined);
  return {
    ...finding,
    ...causeFields(causes),
    ...adviceFields(finding, explained[0]),
    evidence: [
      ...new Set([...finding.evidence, ...profiles, ...(changed === undefined ? [] : [FILES.samples])]),
    ],
  };
}

/** What has no value was not measured. A breaking point is good news, and where it breaks for slowness it has a reason. */
function isBadNews({ status, detector, value, advice }: Found): boolean {
  if (status === 'unknown') return value !== undefined;
  return status !== 'healthy' || (detector === 'breaking-point' && advice !== undefined);
}

function causesOf(finding: Found, evidence: Evidence): Cause[] {
  if (finding.isExplained) return [];
  const explain = EXPLAINED[finding.detector] ?? (isSlowness(finding) ? [stalledOrSlow] : []);
  return explain.flatMap((each) => each(evidence, finding));
}

function isSlowness({ unit, metric }: Found): boolean {
  return unit === 'ms' || metric === TIMEOUTS;
}

function textsOf({ cause, also = [], shows }: Cause): LikelyCause[] {
  return [{ text: cause, ...(shows === undefined ? {} : { shows }) }, ...also.map((text) => ({ text }))];
}

/** Two explanations may come to the same. */
function causeFields(all: LikelyCause[]): Pick<Found, 'cause' | 'causes'> {
  const causes = [...new Map(all.map((cause) => [cause.text, cause])).values()];
  return causes.length === 0 ? {} : { cause: causes.map(({ text }) => text).join('; '), causes };
}

/** The likeliest cause says best what to try where it contradicts the detector, which else knows better. */
function adviceFields(
  { advice: own }: Found,
  cause: Cause | undefined,
): Pick<Found, 'advice' | 'sees' | 'open'> {
  const { advice: suggested, instead, profile, base } = cause ?? {};
  const advice = instead ?? own ?? suggested;
  return {
    ...(advice === undefined ? {} : { advice }),
    ...(instead === undefined ? {} : { sees: [] }),
    ...(profile === undefined ? {} : { open: { profile, ...(base === undefined ? {} : { base }) } }),
  };
}
