/** compare.html: both runs over one another, as one file that loads nothing. */
import { join } from 'node:path';
import { K6_METRIC, type K6Summary } from '../contract/contract.ts';
import { type Evidence, statOf } from '../judge/evidence.ts';
import { throughput } from '../judge/measures/measures.ts';
import { evidenceOf, type Played, type Side } from '../judge/measures/side.ts';
import type { ComparePage, CompareScene } from '../page/compare-data.ts';
import { flamesOf } from '../report/page/flames.ts';
import { pageHtml } from '../report/page/html.ts';
import type { Comparison, ScenarioComparison } from '../store/records/comparison.ts';
import { FILES, readRecord } from '../store/store.ts';
import { differenceFlame, ownChanges } from './flame-difference.ts';
import { overlay } from './overlay.ts';
import { HEAD, inCommon, onlyTexts, rowsOf, ruleTexts, sideText, sumText, titleOf } from './rows.ts';
import { changeOfScenario } from './verdict.ts';

export function comparisonHtml(comparison: Comparison, before: Side, after: Side): string {
  return pageHtml(
    `burstbox: ${comparison.verdict}, ${before.name} to ${after.name}`,
    pageOf(comparison, before, after),
  );
}

function pageOf(comparison: Comparison, before: Side, after: Side): ComparePage {
  return {
    schema: 'burstbox/compare-page/1',
    verdict: comparison.verdict,
    headline: sumText(comparison),
    before: sideText(comparison.before),
    after: sideText(comparison.after),
    warnings: [...comparison.warnings, ...onlyTexts(comparison)],
    rules: ruleTexts(comparison),
    head: HEAD,
    // One at a time: what a long soak has stored is large.
    scenes: inCommon(comparison).map((scenario) => ({
      title: titleOf(scenario),
      verdict: changeOfScenario(scenario),
      rows: rowsOf(scenario),
      ...picturesOf(typical(before, scenario), typical(after, scenario)),
    })),
  };
}

function picturesOf(
  before: Evidence | undefined,
  after: Evidence | undefined,
): Pick<CompareScene, 'charts' | 'flame' | 'functions'> {
  if (before === undefined || after === undefined) return { functions: [] };
  const charts = overlay(before, after);
  const [earlier, later] = [flamesOf(before).cpu, flamesOf(after).cpu];
  if (earlier === undefined || later === undefined) return { charts, functions: [] };
  const factor = workFactor(before, after);
  return {
    charts,
    flame: differenceFlame(earlier, later, factor),
    functions: ownChanges(earlier, later, factor),
  };
}

/** A service that answered more while its profile was taken has worked more. */
function workFactor(before: Evidence, after: Evidence): number {
  const [earlier, later] = [operationsProfiled(before), operationsProfiled(after)];
  return earlier === undefined || later === undefined || earlier === 0 ? 1 : later / earlier;
}

function operationsProfiled(evidence: Evidence): number | undefined {
  const perSecond = throughput(evidence);
  const seconds = evidence.pprof(FILES.cpuProfile)?.seconds;
  return perSecond === undefined || seconds === undefined ? undefined : perSecond * seconds;
}

/** Everything of the repeat whose p95 is the middle one. */
function typical(side: Side, { profile, scenario }: ScenarioComparison): Evidence | undefined {
  const played = side.played.find((each) => each.profile === profile && each.scenario === scenario);
  const folder = played === undefined ? undefined : middle(played);
  return played === undefined || folder === undefined ? undefined : evidenceOf(side, played, folder)[0];
}

function middle({ folders }: Played): string | undefined {
  const known = folders
    .map((folder) => {
      const summary = readRecord<K6Summary>('summary', join(folder, FILES.summary));
      return { folder, p95: statOf(summary, K6_METRIC.opDuration, 'p(95)') ?? Number.POSITIVE_INFINITY };
    })
    .sort((a, b) => a.p95 - b.p95);
  return known[(known.length - 1) >> 1]?.folder;
}
