/** Stored files → verdict. Pure over the run's folder: needs no k6, no target, and says the same again years later. */
import { join } from 'node:path';
import type { Status } from './contract.ts';
import { reason } from './errors.ts';
import { judgeBreakingPoint } from './judge/detectors/breaking-point.ts';
import { judgeBytes } from './judge/detectors/bytes.ts';
import { judgeConcurrency } from './judge/detectors/concurrency.ts';
import { judgeDegradation } from './judge/detectors/degradation.ts';
import { judgeGc } from './judge/detectors/gc.ts';
import { judgeLeak } from './judge/detectors/leak.ts';
import { judgeLimits } from './judge/detectors/limits.ts';
import { judgeMemory } from './judge/detectors/memory.ts';
import { judgeRecovery } from './judge/detectors/recovery.ts';
import { judgeSurvival } from './judge/detectors/survival.ts';
import { doubtsOf, type Takes } from './judge/doubts.ts';
import { type Evidence, readEvidence } from './judge/evidence.ts';
import { notTested } from './judge/not-tested.ts';
import { worst } from './judge/status.ts';
import type { Doubt, Finding, RunRecord, ScenarioVerdict, Verdict } from './records.ts';
import { FILES, isFilled, readRun, scenarioFolder, writeRecord } from './store.ts';

/** Findings of one kind over one scenario; pure. */
type Detector = (evidence: Evidence) => Finding[];

/** In the order they are shown: what killed the service comes before what that caused. */
const DETECTORS: Record<string, Detector> = {
  survival: judgeSurvival,
  limits: judgeLimits,
  bytes: judgeBytes,
  'breaking-point': judgeBreakingPoint,
  recovery: judgeRecovery,
  memory: judgeMemory,
  concurrency: judgeConcurrency,
  gc: judgeGc,
  leak: judgeLeak,
  degradation: judgeDegradation,
};

/**
 * Judges every scenario of a run that has begun, writes each verdict.json and the run's.
 * @throws BurstboxError results when the folder holds no run.
 */
export function judge(runFolder: string): Verdict {
  const run = readRun(runFolder);
  const profiles = run.profiles.map((profile) => {
    const scenarios = run.scenarios.map((scenario) => {
      const folder = scenarioFolder(runFolder, profile.name, scenario.name);
      const verdict = judgeScenario(readEvidence(folder, run, profile, scenario));
      if (isFilled(join(folder, FILES.outcome)))
        writeRecord(join(folder, FILES.verdict), { schema: 'burstbox/scenario-verdict/1', ...verdict });
      return verdict;
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

/** The verdict on one scenario. A detector that throws is unknown, never a pass. */
export function judgeScenario(evidence: Evidence): ScenarioVerdict {
  const { doubts, takes } = doubtsOf(evidence);
  const findings = Object.entries(DETECTORS)
    .flatMap(([name, detector]) => guarded(name, detector, evidence))
    .map((finding) => (takes.has('blame') ? withoutBlame(finding) : finding))
    .map((finding) => ({ ...finding, evidence: finding.evidence.filter((file) => isThere(file, evidence)) }));
  return {
    name: evidence.scenario.name,
    status: statusUnder(takes, worst(findings.map(({ status }) => status))),
    findings,
    doubts,
    notTested: notTested(evidence).filter(({ what }) => !isShown(what, findings)),
  };
}

/** What was found needs no longer run. */
function isShown(what: string, findings: Finding[]): boolean {
  return findings.some(
    ({ detector, status }) => detector === what && (status === 'warning' || status === 'critical'),
  );
}

function guarded(name: string, detector: Detector, evidence: Evidence): Finding[] {
  try {
    return detector(evidence);
  } catch (thrown) {
    const message = `the detector failed: ${reason(thrown)}`;
    return [{ detector: name, status: 'unknown', metric: '', unit: '', message, evidence: [] }];
  }
}

/** A target without probes has no profiles to show. */
function isThere(file: string, { outcome }: Evidence): boolean {
  return (
    !file.endsWith('.pprof') ||
    (outcome?.profiles ?? []).some((profile) => profile.file === file && profile.ok)
  );
}

/** What a starved generator may have caused: slow answers, and errors most of which are timeouts. */
function withoutBlame(finding: Finding): Finding {
  const timing = finding.unit === 'ms' || finding.cause?.startsWith('timeout ') === true;
  if (!timing || finding.status === 'healthy') return finding;
  return {
    ...finding,
    status: 'unknown',
    message: `${finding.message}, but the load generator was short of CPU`,
  };
}

function statusUnder(takes: Set<Takes>, status: Status): Status {
  return takes.has('all') && status !== 'critical' ? 'unknown' : status;
}

function runDoubts(run: RunRecord): Doubt[] {
  if (run.state === 'finished' || run.state === 'running') return [];
  const how = run.state === 'interrupted' ? 'was interrupted' : 'failed';
  return [{ id: 'run-incomplete', message: `the run ${how} before its end`, action: 'run it again' }];
}
