/** What a run was too short to show. Neither healthy nor unknown: a leak does not show in twenty seconds. */
import { K6_METRIC, type SampleName } from '../contract/contract.ts';
import { unreachableMark } from '../shared/load/reachable.ts';
import { totalSeconds } from '../shared/load/shape.ts';
import { LARGE_BUCKET_KEYS } from '../shared/s3/sizes.ts';
import type { NotTested } from '../store/records/records.ts';
import { roundedText } from '../text/numbers.ts';
import { cascadeNeedsSeconds } from './detectors/cascade.ts';
import { degradationNeedsSeconds } from './detectors/degradation.ts';
import { GC_NEEDS_SECONDS } from './detectors/gc.ts';
import { leakNeedsSeconds } from './detectors/leak.ts';
import { RECOVERY_PROOF_SECONDS } from './detectors/recovery.ts';
import { steadyRate } from './detectors/throughput.ts';
import { type Evidence, series, statOf } from './evidence.ts';
import { LEVEL_NEEDS_SECONDS } from './load/levels.ts';
import { playedSeconds } from './load/load-clock.ts';
import { returnsOf } from './load/returns.ts';
import { steadySeconds } from './load/steady.ts';

interface Rule {
  what: string;
  /** Steady load that would show it. */
  needsSeconds(evidence: Evidence): number;
  why: string;
  /** What the service must tell of itself: when it does not, no length of load shows it. */
  needsReadings?: SampleName;
}

const RULES: Rule[] = [
  {
    what: 'gc',
    needsSeconds: () => GC_NEEDS_SECONDS,
    why: 'a stalled garbage collector',
    needsReadings: 'runtime_gc_total',
  },
  {
    what: 'leak',
    needsSeconds: leakNeedsSeconds,
    why: 'a leak (memory, connections, handles, file descriptors, threads) that ends the service within a day',
  },
  {
    what: 'degradation',
    needsSeconds: degradationNeedsSeconds,
    why: 'latency that doubles within an hour',
  },
];

/** Empty for a scenario that was not run at all: that is a doubt, and it was not for want of time. */
export function notTested(evidence: Evidence): NotTested[] {
  if (evidence.outcome === undefined) return [];
  const held = steadySeconds(evidence);
  const steady = RULES.flatMap(({ what, why, needsReadings, ...rule }) => {
    const needsSeconds = rule.needsSeconds(evidence);
    const lacksProbe = needsReadings !== undefined && isNeverTold(needsReadings, evidence);
    if (held >= needsSeconds && !lacksProbe) return [];
    const probe = lacksProbe ? 'a probe in the target file that shows it and ' : '';
    const message = `${why} would need ${probe}a steady load of ${needsSeconds} s; this one held ${held} s`;
    return [{ what, needsSeconds, message }];
  });
  return [
    ...steady,
    ...memoryLeakNotTested(evidence),
    ...breakingPointNotTested(evidence),
    ...recoveryNotTested(evidence),
    ...cascadeNotTested(evidence),
    ...throughputNotTested(evidence),
    ...restNotTested(evidence),
    ...settlingNotTested(evidence),
    ...largeBucketNotTested(evidence),
  ];
}

/** Where nothing at all was read, or the probe that is named tells nothing, it is no probe that is missing. */
function isNeverTold(name: SampleName, { samples, run }: Evidence): boolean {
  const isNamed = run.target.probes.includes('memory');
  return samples.length > 0 && !isNamed && series(samples, name).length === 0;
}

/** A load that the user wanted to be ended early: when it had settled, or when a pass mark was lost. */
function restNotTested(evidence: Evidence): NotTested[] {
  const { endedEarly, firstCause } = evidence.outcome ?? {};
  const why = endedEarly === undefined ? '--abort-on' : `--until-stable: ${endedEarly.rule}`;
  if (endedEarly === undefined && firstCause?.id !== 'limit-hopeless') return [];
  const needsSeconds = totalSeconds(evidence.scenario.legs);
  const message = `what only shows later: the load ended after ${Math.round(playedSeconds(evidence))} of ${needsSeconds} s (${why})`;
  return [{ what: 'rest-of-load', needsSeconds, message }];
}

/** A load that was to be ended when it had settled, and was played whole. */
function settlingNotTested({ outcome, scenario }: Evidence): NotTested[] {
  const { unsettled, endedEarly, firstCause } = outcome ?? {};
  if (unsettled === undefined || endedEarly !== undefined || firstCause !== undefined) return [];
  const needsSeconds = totalSeconds(scenario.legs);
  const message = `what the load settles at: it never settled in all of its ${needsSeconds} s (--until-stable): ${unsettled}`;
  return [{ what: 'settled-load', needsSeconds, message }];
}

/** Of the keys that a bucket is to have. */
const ENOUGH_KEYS = 0.99;

/** Lists of a bucket that never became as large as it should. */
function largeBucketNotTested({ scenario, summary, run }: Evidence): NotTested[] {
  if (scenario.name !== 's3/large-bucket') return [];
  const wanted = scenario.s3?.keys ?? LARGE_BUCKET_KEYS[run.pace];
  const stored = statOf(summary, `${K6_METRIC.opDuration}{op:put}`, 'count') ?? 0;
  if (stored === 0 || stored >= ENOUGH_KEYS * wanted) return [];
  // Half as long again, so that there are lists of it too.
  const needsSeconds = Math.ceil((1.5 * totalSeconds(scenario.legs) * wanted) / stored);
  const message = `lists of a bucket of ${wanted} keys would need a load of ${needsSeconds} s: when this one ended, ${stored} had been stored ("keys" of a --config asks for fewer)`;
  return [{ what: 'large-bucket', needsSeconds, message }];
}

/** No length of load would tell one from the other. */
function memoryLeakNotTested({ scenario }: Evidence): NotTested[] {
  if (scenario.keepsFiles === undefined) return [];
  const message =
    'a leak of memory: what is stored stays until the load is over, and memory may grow with it by right; a scenario that removes its files would';
  return [{ what: 'leak', needsSeconds: totalSeconds(scenario.legs), message }];
}

/** A load that cannot bring what its mark asks for shows nothing of the service, however long it is. */
function throughputNotTested(evidence: Evidence): NotTested[] {
  const why = unreachableMark(evidence.scenario);
  if (why === undefined) return [];
  const rate = steadyRate(evidence);
  const measured = rate === undefined ? '' : `; ${roundedText(rate)} succeeded`;
  const message = `whether the service sustains the required throughput: ${why}${measured}. Shorter pauses, or tasks with more steps, in the journey of the target file would`;
  return [{ what: 'throughput', needsSeconds: totalSeconds(evidence.scenario.legs), message }];
}

/** Throughput is read off whole seconds, the first quarter of a level left out. */
function breakingPointNotTested({ scenario }: Evidence): NotTested[] {
  const held = scenario.legs.filter(({ phase, move }) => phase === 'level' && move === 'hold');
  const shortest = Math.min(...held.map(({ seconds }) => seconds));
  if (held.length === 0 || shortest >= LEVEL_NEEDS_SECONDS) return [];
  const needsSeconds = Math.ceil((LEVEL_NEEDS_SECONDS / shortest) * totalSeconds(scenario.legs));
  const message = `finding where the service saturates would need levels held for ${LEVEL_NEEDS_SECONDS} s, which is ${needsSeconds} s of load; the shortest here was ${shortest} s`;
  return [{ what: 'breaking-point', needsSeconds, message }];
}

/** A failure that only spreads after the spike. */
function cascadeNotTested({ scenario }: Evidence): NotTested[] {
  const longest = longestRecovery(scenario);
  const needsSeconds = cascadeNeedsSeconds({ scenario });
  if (longest === undefined || longest >= needsSeconds) return [];
  const message = `a cascading failure after the spike would need ${needsSeconds} s of recovery; this one had ${longest} s`;
  return [{ what: 'cascade', needsSeconds, message }];
}

function longestRecovery({ legs }: Evidence['scenario']): number | undefined {
  const held = legs.filter(({ phase, move }) => phase === 'recovery' && move === 'hold');
  return held.length === 0 ? undefined : Math.max(...held.map(({ seconds }) => seconds));
}

function recoveryNotTested(evidence: Evidence): NotTested[] {
  const longest = longestRecovery(evidence.scenario);
  const lingering = returnsOf(evidence).find(({ back, lingers }) => lingers && !back);
  if (lingering !== undefined) {
    const { recovery, after } = lingering;
    const needsSeconds = 2 * (recovery.toSeconds - recovery.fromSeconds);
    const message = `whether the service comes back would need a longer recovery: ${after.vus} VUs were still in the iteration that they had begun before, ${recovery.level} were to remain (--duration, --pace full)`;
    return [{ what: 'recovery', needsSeconds, message }];
  }
  if (longest === undefined || longest >= RECOVERY_PROOF_SECONDS) return [];
  const message = `showing that the service does not recover after a spike would need ${RECOVERY_PROOF_SECONDS} s of recovery; this one had ${longest} s`;
  return [{ what: 'recovery', needsSeconds: RECOVERY_PROOF_SECONDS, message }];
}
