/** A stored campaign → its summary, from its files alone. */
import { join } from 'node:path';
import type { Sample } from '../../contract/contract.ts';
import { worst } from '../../judge/status.ts';
import { heldMemory } from '../../store/held-memory.ts';
import type {
  Amount,
  CampaignRecord,
  CapacityDoubt,
  CapacityFinding,
  CapacitySummary,
  FillPoint,
  StageFigures,
  Stop,
  TransferFigures,
  UploadCounts,
} from '../../store/records/records.ts';
import { FILES, readLines } from '../../store/store.ts';
import { type PlannedStage, planOf } from '../config/plan.ts';
import { isOpen, isStored, readStanding, type Upload, wasDropped, wasStored } from '../journal/standing.ts';
import { curvesOf } from './curve.ts';
import { doubtsOf } from './doubts.ts';
import { amountText, findingsOf } from './findings.ts';
import { halfSpeedOf, slopeOf } from './slope.ts';

export function summaryOf(folder: string, campaign: CampaignRecord): CapacitySummary {
  const standing = readStanding(folder);
  const samples = readLines<Sample>('sample', join(folder, FILES.samples));
  const all = [...standing.uploads.values()];
  const ofPlan = all.filter(({ index }) => index >= 0);
  const stored = ofPlan.filter(wasStored);
  const plan = planOf(campaign.config);
  const stop = campaign.state === 'running' ? undefined : standing.stops.at(-1);
  const isTheirs =
    stop !== undefined && stop.kind !== 'plan' && stop.kind !== 'limit' && stop.kind !== 'refused';
  const curves = curvesOf(ofPlan);
  const stages = plan.stages.map((stage) => stageFigures(stage, stored, curves));
  const uploads = countsOf(all);
  const whenFull = lookedAt(all);
  const { recovery } = standing;
  const ceiling = isTheirs ? amountOf(stored) : undefined;
  const found = findingsOf({ stop, ceiling, uploads, whenFull, recovery, stages });
  const canBeRead = all.some(({ looks }) => looks.length > 0);
  const doubts = doubtsOf({
    campaign,
    stop,
    uploads,
    stages,
    samples,
    storedFiles: stored.length,
    canBeRead,
  });
  const findings = doubts.some(({ id }) => id === 'machine-busy') ? found.map(withoutBlame) : found;
  return {
    schema: 'burstbox/capacity/1',
    campaign: campaign.id,
    state: campaign.state,
    status: statusOf(findings, doubts),
    headline: headlineOf(stop, amountOf(stored), ceiling, findings),
    startedAtMs: campaign.startedAtMs,
    durationSeconds:
      ((campaign.finishedAtMs ?? samples.at(-1)?.t ?? campaign.startedAtMs) - campaign.startedAtMs) / 1000,
    target: campaign.target,
    plan: { files: plan.files, bytes: plan.bytes },
    stored: amountOf(stored),
    // A service that we started is gone with its data.
    left: amountOf(campaign.facts.box === undefined ? all.filter(isStored) : []),
    ...(stop === undefined ? {} : { stop }),
    ...(ceiling === undefined ? {} : { ceiling }),
    uploads,
    ...(whenFull === undefined ? {} : { whenFull }),
    ...(recovery === undefined ? {} : { recovery }),
    transfer: transferFigures(stored),
    stages,
    findings,
    doubts,
    facts: campaign.facts,
    config: campaign.config,
    limits: campaign.limits,
    curve: withBox(
      curves.flatMap(({ points }) => points),
      samples,
    ),
  };
}

/** A doubt that leaves the question open outweighs what is healthy, and never what was proven. */
const OPEN: CapacityDoubt['id'][] = ['interrupted', 'nothing-stored', 'not-about-room'];

function statusOf(findings: CapacityFinding[], doubts: CapacityDoubt[]) {
  const isOpen = doubts.some(({ id }) => OPEN.includes(id));
  return worst([...findings.map(({ status }) => status), isOpen ? 'unknown' : 'healthy']);
}

/** Slowness that other programs may have made is nothing that is known of the service. */
function withoutBlame(finding: CapacityFinding): CapacityFinding {
  return finding.id === 'slows' ? { ...finding, status: 'unknown' } : finding;
}

function headlineOf(
  stop: Stop | undefined,
  stored: Amount,
  ceiling: Amount | undefined,
  findings: CapacityFinding[],
): string {
  const gravest = findings.find(({ status }) => status !== 'unknown');
  if (gravest !== undefined && (gravest.status !== 'healthy' || ceiling !== undefined))
    return ceiling === undefined || gravest.id === 'ceiling'
      ? gravest.message
      : `it holds ${amountText(ceiling)}; ${gravest.message}`;
  if (stop?.kind === 'plan') return `all of the plan fits: ${amountText(stored)}`;
  return `${amountText(stored)} stored${stop === undefined ? ' so far' : `: ${stop.message}`}`;
}

function amountOf(uploads: Upload[]): Amount {
  return { files: uploads.length, bytes: uploads.reduce((sum, { bytes }) => sum + bytes, 0) };
}

function countsOf(all: Upload[]): UploadCounts {
  const count = (which: (upload: Upload) => boolean) => all.filter(which).length;
  const storedLater = new Set(all.filter(wasStored).map(({ stage, index }) => `${stage} ${index}`));
  return {
    begun: all.length,
    acknowledged: count(({ end }) => end?.is === 'stored'),
    refused: count(({ end }) => end?.is === 'refused'),
    unanswered: count(({ end }) => end === undefined || end.is === 'unanswered'),
    dropped: count(({ looks }) => wasDropped(looks)),
    differed: count(({ looks }) => looks.some(({ when, is }) => when !== 'check' && is === 'differs')),
    repeated: count(
      (upload) =>
        upload.end !== undefined &&
        upload.index >= 0 &&
        !wasStored(upload) &&
        storedLater.has(`${upload.stage} ${upload.index}`),
    ),
    unknown: count(isOpen),
  };
}

function lookedAt(all: Upload[]): CapacitySummary['whenFull'] {
  const looks = all.flatMap(({ name, looks }) =>
    looks.filter(({ when }) => when === 'full').map((look) => ({ name, look })),
  );
  if (looks.length === 0) return undefined;
  const bad = looks.filter(({ look }) => look.is !== 'whole');
  return {
    looked: looks.length,
    whole: looks.length - bad.length,
    problems: bad.map(({ name, look }) => `${name}: ${look.said ?? look.is}`),
  };
}

function stageFigures(
  { stage, smallest, largest, concurrency, count, bytes }: PlannedStage,
  stored: Upload[],
  curves: ReturnType<typeof curvesOf>,
): StageFigures {
  const own = stored.filter((upload) => upload.stage === stage);
  const curve = curves.find((each) => each.stage === stage);
  const slope = curve === undefined ? undefined : slopeOf(curve);
  const halfSpeedAt = curve === undefined ? undefined : halfSpeedOf(curve);
  return {
    stage,
    smallest,
    largest,
    concurrency,
    planned: { files: count, bytes },
    stored: amountOf(own),
    ...transferFigures(own),
    ...(slope === undefined ? {} : { slope }),
    ...(halfSpeedAt === undefined ? {} : { halfSpeedAt }),
  };
}

function transferFigures(stored: Upload[]): TransferFigures {
  const timed = stored.filter(({ end }) => end?.is === 'stored');
  if (timed.length === 0) return {};
  const times = timed.map(({ end }) => end?.ms ?? 0).sort((a, b) => a - b);
  const at = (share: number) => times[Math.min(times.length - 1, Math.floor(share * times.length))] ?? 0;
  return {
    bytesPerSecond: (amountOf(timed).bytes * 1000) / Math.max(1, busyMs(timed)),
    medianMs: at(0.5),
    p95Ms: at(0.95),
  };
}

/** Time in which at least one file was on its way. */
function busyMs(timed: Upload[]): number {
  const spans = timed
    .map(({ endedAtMs = 0, end }) => ({ from: endedAtMs - (end?.ms ?? 0), to: endedAtMs }))
    .sort((a, b) => a.from - b.from);
  let [busy, until] = [0, Number.NEGATIVE_INFINITY];
  for (const { from, to } of spans) {
    busy += Math.max(0, to - Math.max(from, until));
    until = Math.max(until, to);
  }
  return busy;
}

/** What memory and disk were when a point was reached. */
function withBox(points: FillPoint[], samples: Sample[]): FillPoint[] {
  const memory = heldMemory(samples)?.points ?? [];
  const disk = samples.flatMap(({ t, values }) =>
    values.data_disk_used_bytes === undefined ? [] : [{ t, value: values.data_disk_used_bytes }],
  );
  const [memoryAt, diskAt] = [readerOf(memory), readerOf(disk)];
  return [...points]
    .sort((a, b) => a.t - b.t)
    .map((point) => {
      const [memoryBytes, diskUsedBytes] = [memoryAt(point.t), diskAt(point.t)];
      return {
        ...point,
        ...(memoryBytes === undefined ? {} : { memoryBytes }),
        ...(diskUsedBytes === undefined ? {} : { diskUsedBytes }),
      };
    });
}

/** Asked in order of time: the last reading until then. */
function readerOf(readings: { t: number; value: number }[]): (t: number) => number | undefined {
  let at = -1;
  return (t) => {
    while ((readings[at + 1]?.t ?? Number.POSITIVE_INFINITY) <= t) at++;
    return readings[at]?.value;
  };
}
