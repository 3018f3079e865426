/** One row's verdict against what was planted. Pure. */
import type { Status } from '../contract/contract.ts';
import { takesAll } from '../judge/doubts/doubts.ts';
import { headline } from '../judge/headline.ts';
import type { DetectorId, Finding, ScenarioVerdict } from '../store/records/records.ts';
import { campaignText } from './capacity/score.ts';
import { type Recovered, recover, recoveredText } from './planted.ts';
import type { Expectation, Row } from './rows.ts';

/** `unknown`: a clean row of which nothing could be said, and which says so itself. */
export type Result = 'hit' | 'miss' | 'false-alarm' | 'unknown';

export interface Score {
  result: Result;
  /** What the verdict named. */
  found: string;
  /** What is wrong; absent for a hit. */
  why?: string;
  planted?: Recovered;
}

/** A clean service may be slow on a busy machine, and then it says so with a warning; that it leaks it must never say. */
const NEVER_WHEN_CLEAN: DetectorId[] = ['leak', 'degradation'];
/** A planted fault is gross: what is called less is not understood. */
const USUAL_STATUSES: Status[] = ['critical'];
const NOT_SUPPORTED = 'not-supported';

export function score(row: Row, verdict: ScenarioVerdict): Score {
  const { expect, isBesideBusyPrograms, isLackedByServer } = row;
  if (expect !== undefined) return scoreFault(expect, verdict);
  if (isLackedByServer) return scoreLacking(verdict);
  const scored = scoreClean(verdict);
  const { result, found } = scored;
  return isBesideBusyPrograms && result === 'unknown' ? { result: 'hit', found } : scored;
}

/** `critical: leak runtime_heap_mb`; of a clean row, what there must not be. */
export function expectedText({ expect, campaign, isLackedByServer }: Row): string {
  if (campaign !== undefined) return campaignText(campaign);
  if (isLackedByServer) return `unknown: ${NOT_SUPPORTED}`;
  if (expect === undefined) return 'nothing';
  return `${(expect.statuses ?? USUAL_STATUSES).join('/')}: ${nameOf(expect)}`;
}

function scoreClean(verdict: ScenarioVerdict): Score {
  const { status, findings, doubts } = verdict;
  const found = foundText(verdict);
  const alarm = findings.find(isFalseAlarm);
  if (alarm !== undefined) return { result: 'false-alarm', found, why: alarm.message };
  if (status !== 'unknown') return { result: 'hit', found };
  const why = headline(verdict);
  return { result: doubts.some(excuses) ? 'unknown' : 'miss', found, why };
}

function scoreLacking(verdict: ScenarioVerdict): Score {
  const { status, doubts } = verdict;
  const isSaid = status === 'unknown' && doubts.some(({ id }) => id === NOT_SUPPORTED);
  const found = isSaid ? `${status}: ${NOT_SUPPORTED}` : foundText(verdict);
  return isSaid ? { result: 'hit', found } : { result: 'miss', found, why: headline(verdict) };
}

function scoreFault(expect: Expectation, verdict: ScenarioVerdict): Score {
  const finding = verdict.findings.find((each) => isExpected(each, expect));
  const planted =
    finding === undefined || expect.planted === undefined
      ? {}
      : { planted: recover(expect.planted, finding) };
  const why = whatIsMissing(finding, expect, verdict) ?? whatIsOff(planted.planted);
  const found = foundText(verdict);
  return why === undefined
    ? { result: 'hit', found, ...planted }
    : { result: 'miss', found, why, ...planted };
}

function isFalseAlarm({ detector, status }: Finding): boolean {
  return status === 'critical' || (status === 'warning' && NEVER_WHEN_CLEAN.includes(detector));
}

/** A machine that was too busy to judge on is no fault of the verdict's. */
function excuses({ id }: { id: string }): boolean {
  return id === 'generator-saturated' || id === 'service-starved' || takesAll(id);
}

function isExpected({ detector, metric, status }: Finding, expect: Expectation): boolean {
  return (
    detector === expect.detector &&
    (expect.metric === undefined || metric === expect.metric) &&
    (expect.isMeasurement || status === 'warning' || status === 'critical')
  );
}

function whatIsMissing(
  finding: Finding | undefined,
  expect: Expectation,
  verdict: ScenarioVerdict,
): string | undefined {
  const { status } = verdict;
  const named = namedIn(verdict);
  if (status === 'unknown') return `it is unknown: ${headline(verdict)}`;
  if (finding === undefined) return `nothing was found of ${nameOf(expect)}: ${headline(verdict) || status}`;
  const mayComeFirst = named !== undefined && expect.after?.includes(named.detector);
  if (!expect.isMeasurement && named !== finding && !mayComeFirst)
    return `${named === undefined ? 'nothing' : nameOf(named)} is named first: ${headline(verdict)}`;
  return (expect.statuses ?? USUAL_STATUSES).includes(status)
    ? undefined
    : `its status is ${status}: ${headline(verdict)}`;
}

function whatIsOff(planted: Recovered | undefined): string | undefined {
  return planted === undefined || planted.isWithin ? undefined : recoveredText(planted);
}

/** The finding that a person reads first. */
function namedIn({ status, findings }: ScenarioVerdict): Finding | undefined {
  return findings.find((each) => each.status === status);
}

function foundText(verdict: ScenarioVerdict): string {
  const named = verdict.status === 'healthy' ? undefined : namedIn(verdict);
  return named === undefined ? verdict.status : `${verdict.status}: ${nameOf(named)}`;
}

function nameOf({ detector, metric }: { detector: string; metric?: string }): string {
  return metric === undefined || metric === '' ? detector : `${detector} ${metric}`;
}
