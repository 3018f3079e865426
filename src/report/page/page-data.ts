/** Everything that report.html shows, from a run's stored files. */

import { quote } from 'zx/core';
import { K6_METRIC, type K6Summary } from '../../contract/contract.ts';
import { countOf, type Evidence, errorCounts, readEvidence, statOf } from '../../judge/evidence.ts';
import { headline } from '../../judge/headline.ts';
import { figuresOf } from '../../judge/measures/figures.ts';
import { shownFolder } from '../../judge/repeats.ts';
import type { OperationRow, PageData, PageRun, Scene } from '../../page/data.ts';
import { PROGRAM } from '../../root.ts';
import type {
  FirstError,
  ObjectsRecord,
  RunRecord,
  ScenarioVerdict,
  Verdict,
} from '../../store/records/records.ts';
import { adviceText } from '../advice-text.ts';
import { answersOf } from '../answers.ts';
import { boxRows } from '../boxes.ts';
import { firstErrorText } from '../markdown/object-storage-section.ts';
import { recommendationsOf } from '../recommendations.ts';
import { shortOf } from '../short.ts';
import { stillRunning } from '../still-running.ts';
import { distributionOf } from './distribution.ts';
import { flamesOf } from './flames.ts';
import { bandsOf, limitLines, markersOf } from './marks.ts';
import { seriesOf } from './series.ts';

/** A service that fails in a thousand ways must not make a report that cannot be read. */
const MAX_ERROR_KINDS = 12;

/** @param read of the stored evidence of one scenario */
export function pageData(run: RunRecord, verdict: Verdict, runFolder: string, read = readEvidence): PageData {
  const count = verdict.profiles.reduce((sum, { scenarios }) => sum + scenarios.length, 0);
  // One at a time: what a long soak has stored is large.
  const scenes = verdict.profiles.flatMap(({ name, scenarios }) =>
    scenarios.flatMap((scenario) => sceneIn(run, runFolder, name, scenario, { count, read })),
  );
  return {
    schema: 'burstbox/page/1',
    run: pageRun(run),
    status: verdict.status,
    answers: answersOf(verdict, run),
    boxes: boxRows(run, verdict, scenes),
    scenes,
    recommendations: recommendationsOf(verdict),
    doubts: verdict.doubts,
  };
}

function sceneIn(
  run: RunRecord,
  runFolder: string,
  profileName: string,
  judged: ScenarioVerdict,
  { count, read }: { count: number; read: typeof readEvidence },
): Scene[] {
  const profile = run.profiles.find(({ name }) => name === profileName);
  const scenario = run.scenarios.find(({ name }) => name === judged.name);
  if (profile === undefined || scenario === undefined) return [];
  const folder = shownFolder(runFolder, profileName, judged);
  return [sceneOf(read(folder, run, profile, scenario), judged, count)];
}

function sceneOf(evidence: Evidence, judged: ScenarioVerdict, count: number): Scene {
  const { scenario, summary, profile } = evidence;
  const distribution = distributionOf(summary, scenario.limits);
  const figures = judged.figures ?? figuresOf(evidence);
  return {
    profile: profile.name,
    scenario: scenario.name,
    about: scenario.about,
    status: judged.status,
    headline: headline(judged),
    ...shortOf(judged, figures.p95Ms),
    model: scenario.model,
    legs: scenario.legs,
    findings: judged.findings.map((finding) => {
      const advice = adviceText(finding, `${profile.name}/${scenario.name}`);
      return advice === undefined ? finding : { ...finding, advice };
    }),
    doubts: judged.doubts,
    notTested: judged.notTested,
    ...seriesOf(evidence, count),
    bands: bandsOf(evidence),
    markers: markersOf(evidence, judged.findings),
    limits: limitLines(evidence),
    figures,
    ...(scenario.model === 'open' && summary !== undefined
      ? { droppedIterations: countOf(summary, 'dropped_iterations') }
      : {}),
    ...movedIn(summary),
    operations: operationsOf(summary, judged.objects),
    levels: judged.levels ?? [],
    errors: errorsOf(summary),
    codes: (judged.objects?.errors ?? []).map(({ code, count, first }) => ({
      code,
      count,
      ...firstShown(first),
    })),
    ...(distribution === undefined ? {} : { distribution }),
    flames: flamesOf(evidence),
  };
}

const OPERATION = new RegExp(`^${K6_METRIC.opFailed}\\{op:(\\w+)\\}$`);

/** k6's count of a trend is of the successes; that of the rate is of all. */
function operationsOf(summary: K6Summary | undefined, objects: ObjectsRecord | undefined): OperationRow[] {
  return Object.entries(summary?.metrics ?? {}).flatMap(([metric, { values }]) => {
    const op = OPERATION.exec(metric)?.[1];
    const count = (values.passes ?? 0) + (values.fails ?? 0);
    if (op === undefined || count === 0) return [];
    const ms = (stat: string) => statOf(summary, `${K6_METRIC.opDuration}{op:${op}}`, stat);
    return [
      {
        op,
        count,
        perSecond: count / ((summary?.testRunDurationMs ?? 0) / 1000),
        minMs: ms('min'),
        meanMs: ms('avg'),
        medianMs: ms('med'),
        p90Ms: ms('p(90)'),
        p95Ms: ms('p(95)'),
        p99Ms: ms('p(99)'),
        p999Ms: ms('p(99.9)'),
        maxMs: ms('max'),
        failedShare: statOf(summary, metric, 'rate'),
        ...movedBy(summary, objects, op),
      },
    ];
  });
}

/** Of all that k6 sent and received: files and what is around them. */
function movedIn(summary: K6Summary | undefined): Pick<Scene, 'moved'> {
  const [sent, received] = ['data_sent', 'data_received'].map((name) => statOf(summary, name, 'count'));
  return sent === undefined || received === undefined ? {} : { moved: { sent, received } };
}

function movedBy(
  summary: K6Summary | undefined,
  objects: ObjectsRecord | undefined,
  op: string,
): Pick<OperationRow, 'bytes' | 'megabytesPerSecond' | 'firstByteP95Ms'> {
  const { megabytesPerSecond, firstByteP95Ms } =
    objects?.operations.find(({ operation }) => operation === op) ?? {};
  const [bytes] = [K6_METRIC.s3Bytes, K6_METRIC.fileBytes].flatMap(
    (metric) => statOf(summary, `${metric}{op:${op}}`, 'count') ?? [],
  );
  return {
    ...(bytes === undefined || bytes === 0 ? {} : { bytes }),
    ...(megabytesPerSecond === undefined ? {} : { megabytesPerSecond }),
    ...(firstByteP95Ms === undefined ? {} : { firstByteP95Ms }),
  };
}

function firstShown(first: FirstError | undefined): { first?: string } {
  return first === undefined ? {} : { first: firstErrorText(first) };
}

function errorsOf(summary: K6Summary | undefined): Scene['errors'] {
  const { passes = 0, fails = 0 } = summary?.metrics[K6_METRIC.opFailed]?.values ?? {};
  const all = passes + fails;
  const counted = errorCounts(summary);
  const rest = counted.slice(MAX_ERROR_KINDS).reduce((sum, { count }) => sum + count, 0);
  return [...counted.slice(0, MAX_ERROR_KINDS), ...(rest === 0 ? [] : [{ kind: 'other', count: rest }])].map(
    ({ kind, count }) => ({ kind, count, share: all === 0 ? 0 : count / all }),
  );
}

function pageRun(run: RunRecord): PageRun {
  const { burstbox, machine, k6, startedAtMs, finishedAtMs } = run;
  const commit = burstbox.gitCommit === undefined ? '' : `, commit ${burstbox.gitCommit.slice(0, 12)}`;
  return {
    id: run.id,
    startedAt: new Date(startedAtMs).toISOString(),
    ...(finishedAtMs === undefined ? {} : { durationSeconds: (finishedAtMs - startedAtMs) / 1000 }),
    state: run.state,
    progress: stillRunning(run),
    target: run.target.about,
    faults: run.faults ?? [],
    pace: run.pace,
    sandbox: run.sandbox.about,
    command: `${PROGRAM} ${run.argv.map(quote).join(' ')}`,
    facts: [
      ['burstbox', `${burstbox.version}${commit}${burstbox.gitDirty ? ', with local changes' : ''}`],
      ['k6', `${k6.version} (${k6.source})`],
      [
        'machine',
        `${machine.os} ${machine.arch}, ${machine.cores} cores, ${machine.memoryMib} MiB, Node ${machine.node}`,
      ],
      ['sandbox', [run.sandbox.about, ...run.sandbox.notes].join('; ')],
      ['seed', String(run.seed)],
      ['run', run.id],
    ],
  };
}
