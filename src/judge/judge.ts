/** Stored files → verdict. Pure over the run's folder: needs no k6, no target, and says the same again years later. */
import { join } from 'node:path';
import type { Status } from '../contract/contract.ts';
import { reason } from '../errors.ts';
import type {
  DetectorId,
  Doubt,
  Finding,
  RunRecord,
  ScenarioVerdict,
  Verdict,
} from '../store/records/records.ts';
import { FILES, isFilled, readRun, repeatFolders, scenarioFolder, writeRecord } from '../store/store.ts';
import { withLikelyCause } from './causes/likely-cause.ts';
import { type Detector, type Found, findingOf } from './detector.ts';
import { judgeArrivals } from './detectors/arrivals.ts';
import { judgeBreakingPoint } from './detectors/breaking-point.ts';
import { judgeBytes } from './detectors/bytes.ts';
import { judgeCascade } from './detectors/cascade.ts';
import { judgeCatalogExpectations } from './detectors/catalog-expectations.ts';
import { judgeClock } from './detectors/clock.ts';
import { judgeConcurrency } from './detectors/concurrency.ts';
import { judgeCpu } from './detectors/cpu.ts';
import { judgeCrash } from './detectors/crash.ts';
import { judgeDegradation } from './detectors/degradation.ts';
import { judgeErrors } from './detectors/errors.ts';
import { judgeGc } from './detectors/gc.ts';
import { judgeHang } from './detectors/hang.ts';
import { judgeHistory } from './detectors/history.ts';
import { judgeLayout } from './detectors/layout.ts';
import { judgeOtherLeak, judgeReachedLeak } from './detectors/leak.ts';
import { judgeLimits } from './detectors/limits.ts';
import { judgeListGap } from './detectors/list-gap.ts';
import { judgeLostFile } from './detectors/lost-file.ts';
import { judgeMemory } from './detectors/memory.ts';
import { judgeObjects } from './detectors/objects.ts';
import { judgeOom } from './detectors/oom.ts';
import { judgeRecovery } from './detectors/recovery.ts';
import { judgeRestart } from './detectors/restart.ts';
import { judgeSlowness } from './detectors/slowness.ts';
import { judgeStall } from './detectors/stall.ts';
import { judgeStorageFull } from './detectors/storage-full.ts';
import { judgeSurvival } from './detectors/survival.ts';
import { judgeThrottling } from './detectors/throttling.ts';
import { judgeThroughput } from './detectors/throughput.ts';
import { judgeTokens } from './detectors/tokens.ts';
import { judgeWorkers } from './detectors/workers.ts';
import { doubtsOf } from './doubts/doubts.ts';
import { withMissingProfiles } from './doubts/missing-profiles.ts';
import type { Takes } from './doubts/rules.ts';
import { isLoadCut, restsOnWholeLoad } from './doubts/unsent.ts';
import { type Evidence, hasProfile, readEvidence } from './evidence.ts';
import { ladderOf, levelRecords } from './load/ladder.ts';
import { figuresOf } from './measures/figures.ts';
import { objectsOf } from './measures/objects.ts';
import { notTested } from './not-tested.ts';
import { worstRepeat } from './repeats.ts';
import { worst } from './status.ts';

/** In the order they are shown: causes before what they bring about, and the pass marks after what crossed them. */
const DETECTORS: [id: DetectorId, detector: Detector][] = [
  ['survival', judgeSurvival],
  ['oom', judgeOom],
  ['crash', judgeCrash],
  ['restart', judgeRestart],
  ['leak', judgeReachedLeak],
  ['workers', judgeWorkers],
  ['hang', judgeHang],
  ['storage-full', judgeStorageFull],
  ['lost-file', judgeLostFile],
  ['list-gap', judgeListGap],
  ['objects', judgeObjects],
  ['history', judgeHistory],
  ['bytes', judgeBytes],
  ['layout', judgeLayout],
  ['clock', judgeClock],
  ['errors', judgeErrors],
  ['tokens', judgeTokens],
  ['stall', judgeStall],
  ['throttling', judgeThrottling],
  ['gc', judgeGc],
  ['cpu', judgeCpu],
  ['leak', judgeOtherLeak],
  ['degradation', judgeDegradation],
  ['memory', judgeMemory],
  ['concurrency', judgeConcurrency],
  ['recovery', judgeRecovery],
  ['cascade', judgeCascade],
  ['arrivals', judgeArrivals],
  ['throughput', judgeThroughput],
  ['catalog-expectations', judgeCatalogExpectations],
  ['slowness', judgeSlowness],
  ['limits', judgeLimits],
  ['breaking-point', judgeBreakingPoint],
];

/**
 * Judges every scenario of a run that has begun, writes each verdict.json and the run's.
 * @param known verdicts by the folder they were judged from, used as they are and added to: of a run that goes on only
 *   what was just played is new.
 * @throws BurstboxError results when the folder holds no run.
 */
export function judge(runFolder: string, known = new Map<string, ScenarioVerdict>()): Verdict {
  const run = readRun(runFolder);
  const profiles = run.profiles.map((profile) => {
    const scenarios = run.scenarios.map((scenario) => {
      const [folder, ...later] = repeatFolders(scenarioFolder(runFolder, profile.name, scenario.name));
      const judged = (repeat: string) => {
        const verdict = known.get(repeat) ?? judgeScenario(readEvidence(repeat, run, profile, scenario));
        known.set(repeat, verdict);
        return verdict;
      };
      const others = later.map((repeat) => written(repeat, judged(repeat)));
      return written(folder, worstRepeat(judged(folder), others));
    });
    return { name: profile.name, status: worst(scenarios.map(({ status }) => status)), scenarios };
  });
  const verdict: Verdict = {
    schema: 'burstbox/verdict/1',
    run: run.id,
    status: worst(profiles.map(({ status }) => status)),
    profiles,
    doubts: runDoubts(run),
  };
  writeRecord(join(runFolder, FILES.verdict), verdict);
  return verdict;
}

/** A scenario that was not played leaves no verdict of its own. */
function written(folder: string, verdict: ScenarioVerdict): ScenarioVerdict {
  if (isFilled(join(folder, FILES.outcome)))
    writeRecord(join(folder, FILES.verdict), { schema: 'burstbox/scenario-verdict/1', ...verdict });
  return verdict;
}

/** The verdict on one scenario. A detector that throws is unknown, never a pass. */
export function judgeScenario(evidence: Evidence): ScenarioVerdict {
  const { doubts, takes } = doubtsOf(evidence);
  const findings = DETECTORS.flatMap(([id, detector]) => guarded(id, detector, evidence))
    .map((found) => withLikelyCause(found, evidence))
    .map((found) => withMissingProfiles(found, evidence))
    .map((found) => asFinding(found, takes.has('blame'), isLoadCut(evidence)))
    .map((finding) => ({ ...finding, evidence: finding.evidence.filter((file) => isThere(file, evidence)) }));
  return {
    name: evidence.scenario.name,
    status: statusUnder(takes, worst(findings.map(({ status }) => status))),
    findings,
    doubts,
    notTested: notTested(evidence).filter(({ what }) => !isShown(what, findings)),
    ...figuresShown(evidence),
    ...objectsShown(evidence),
    ...levelsShown(evidence),
  };
}

/** Nothing of a scenario that was not played; what cannot be read is no figure, and the detectors say why. */
function figuresShown(evidence: Evidence): Pick<ScenarioVerdict, 'figures'> {
  try {
    return evidence.outcome === undefined ? {} : { figures: figuresOf(evidence) };
  } catch {
    return {};
  }
}

function objectsShown(evidence: Evidence): Pick<ScenarioVerdict, 'objects'> {
  try {
    const objects = evidence.outcome === undefined ? undefined : objectsOf(evidence);
    return objects === undefined ? {} : { objects };
  } catch {
    return {};
  }
}

/** Empty without a ladder, and when it throws, which the detector of the breaking point then tells. */
function levelsShown(evidence: Evidence): Pick<ScenarioVerdict, 'levels'> {
  try {
    const ladder = ladderOf(evidence);
    return ladder === undefined ? {} : { levels: levelRecords(ladder) };
  } catch {
    return {};
  }
}

/** What was found needs no longer run. */
function isShown(what: string, findings: Finding[]): boolean {
  return findings.some(
    ({ detector, status }) => detector === what && (status === 'warning' || status === 'critical'),
  );
}

function guarded(id: DetectorId, detector: Detector, evidence: Evidence): Found[] {
  try {
    return detector(evidence);
  } catch (thrown) {
    const message = `the detector failed: ${reason(thrown)}`;
    return [{ detector: id, status: 'unknown', metric: '', unit: '', message, evidence: [] }];
  }
}

/** A target without probes has no profiles to show. */
function isThere(file: string, evidence: Evidence): boolean {
  return !file.endsWith('.pprof') || hasProfile(evidence, file);
}

/** Of a load that was cut or a generator short of CPU slowness is no finding about the service, and neither is what rests on it. */
function asFinding(found: Found, withoutBlame: boolean, isCut: boolean): Finding {
  const finding = findingOf(found);
  if (finding.status === 'healthy') return finding;
  const timing = found.restsOnTiming ?? finding.unit === 'ms';
  if (isCut && (timing || restsOnWholeLoad(finding)))
    return unknown(finding, 'much of the load never left this machine');
  return withoutBlame && timing ? unknown(finding, 'the load generator was short of CPU') : finding;
}

function unknown(finding: Finding, but: string): Finding {
  return { ...finding, status: 'unknown', message: `${finding.message}, but ${but}` };
}

function statusUnder(takes: Set<Takes>, status: Status): Status {
  return takes.has('all') && status !== 'critical' ? 'unknown' : status;
}

function runDoubts(run: RunRecord): Doubt[] {
  if (run.state === 'finished' || run.state === 'running') return [];
  const how = run.state === 'interrupted' ? 'was interrupted' : 'failed';
  return [{ id: 'run-incomplete', message: `the run ${how} before its end`, action: 'run it again' }];
}
