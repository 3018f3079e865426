/**
 * A failure that spreads: the service got worse after the load had already gone, or with every spike of the same height.
 * Retries, timeouts that are longer than the patience of the clients, and queues that are worked off for nobody do this
 * (Bronson et al., Metastable failures in distributed systems, HotOS 2021).
 *
 * It speaks when a recovery is worse than the spike before it, when the service dies in a recovery from a spike that had
 * hurt it, or when each of at least three spikes hurt more than the one before. A service that merely stays as slow as the
 * spike made it is named by the detector recovery.
 */
import { FILES } from '../../store/store.ts';
import { momentText, msText, percentText } from '../../text/numbers.ts';
import type { Found } from '../detector.ts';
import { timeoutSecondsOf } from '../errors/timeouts.ts';
import type { Evidence } from '../evidence.ts';
import { type Level, levelsOf } from '../load/levels.ts';
import { playedSeconds, secondsInto } from '../load/load-clock.ts';
import { LAST_SECONDS, NOISE_MS, type Return, returnsOf, SLOWED } from '../load/returns.ts';
import { errorMark } from '../pass-mark.ts';
import { isGeneratorSaturated } from '../resources/generator.ts';

/** Markedly worse: half as much again. */
const MARKEDLY = 1.5;
/** With two, one may be worse by accident. */
const MIN_SPIKES = 3;
/** One finding at most: the first that applies. */
export function judgeCascade(evidence: Evidence): Found[] {
  const returns = returnsOf(evidence);
  const worse = returns.find((each) => gotWorse(each, evidence));
  if (worse === undefined) return [...deathAfterSpike(evidence), ...fromSpikeToSpike(returns)].slice(0, 1);
  const { fromSeconds } = worse.recovery;
  const found = finding(`kept failing after the spike was over: ${worseText(worse)}`, fromSeconds);
  if (!wasStarved(worse.recovery)) return [found];
  return [
    {
      ...found,
      status: 'unknown',
      message: `${found.message}, but the load generator was short of CPU then`,
    },
  ];
}

/** Of recovery: in the last seconds of a shorter one requests of the spike itself may still time out. */
export function cascadeNeedsSeconds({ scenario }: Pick<Evidence, 'scenario'>): number {
  return timeoutSecondsOf(scenario) + LAST_SECONDS;
}

/** Whether the service was worse at the end of a recovery than in the spike before it. */
export function gotWorse(
  { recovery, during, after, back, lingers }: Return,
  { scenario }: Evidence,
): boolean {
  const seconds = recovery.toSeconds - recovery.fromSeconds;
  if (back || lingers || seconds < cascadeNeedsSeconds({ scenario })) return false;
  // What did not answer in the spike either has not got worse.
  if (during.errorShare === undefined && during.p95Ms === undefined) return false;
  if (after.errorShare === undefined && after.p95Ms === undefined) return true;
  const { errorShare = 0, p95Ms = 0 } = after;
  const fails = errorShare > errorMark(scenario).healthy && errorShare > MARKEDLY * (during.errorShare ?? 0);
  return fails || (during.p95Ms !== undefined && p95Ms > MARKEDLY * during.p95Ms + NOISE_MS);
}

/** What slows k6 on a full machine slows the service too. */
function wasStarved({ generator }: Level): boolean {
  return generator !== undefined && isGeneratorSaturated(generator);
}

function worseText({ during, after }: Return): string {
  if (after.errorShare === undefined && after.p95Ms === undefined) return 'it is unresponsive';
  const { errorShare: failedBefore = 0 } = during;
  const { errorShare = 0 } = after;
  return errorShare > failedBefore
    ? `${percentText(errorShare)} of the operations fail in the recovery, ${percentText(failedBefore)} did in the spike`
    : `p95 is ${msText(after.p95Ms)} in the recovery, and was ${msText(during.p95Ms)} in the spike`;
}

/** Of a spike that had not hurt, a death afterwards is not the effect. */
function deathAfterSpike(evidence: Evidence): Found[] {
  const { firstCause } = evidence.outcome ?? {};
  if (firstCause === undefined || !/^target-(oom-killed|exited)$/.test(firstCause.id)) return [];
  const at = secondsInto(evidence, firstCause.atMs);
  const levels = levelsOf(evidence);
  const index = levels.findIndex(
    ({ phase, toSeconds }) => phase === 'recovery' && toSeconds >= playedSeconds(evidence),
  );
  const [spike, recovery, base] = [levels[index - 1], levels[index], levels[0]];
  if (at === undefined || spike === undefined || recovery === undefined || base === undefined) return [];
  if (at <= recovery.approachedSeconds || !isHurt(spike, base, evidence)) return [];
  const after = Math.max(1, Math.round(at - recovery.approachedSeconds));
  return [finding(`kept failing after the spike was over: ${firstCause.message}, ${after} s after it`, at)];
}

function isHurt({ p95Ms = 0, errorRate = 0 }: Level, base: Level, { scenario }: Evidence): boolean {
  return (
    errorRate > errorMark(scenario).healthy ||
    p95Ms > SLOWED * (base.p95Ms ?? Number.POSITIVE_INFINITY) + NOISE_MS
  );
}

/** Spikes of one height only, and only when k6 had CPU in all of them. */
function fromSpikeToSpike(returns: Return[]): Found[] {
  const spikes = returns.filter(({ spike }) => spike.phase === 'spike');
  const sameLoad = spikes.every(({ spike }) => spike.level === spikes[0]?.spike.level);
  if (spikes.length < MIN_SPIKES || !sameLoad) return [];
  if (spikes.some(({ spike }) => wasStarved(spike))) return [];
  const values = spikes.map(({ during }) => during.p95Ms);
  const grows = values.every((ms, index) => {
    const before = values[index - 1];
    return index === 0 || (ms !== undefined && before !== undefined && ms > MARKEDLY * before + NOISE_MS);
  });
  const p95s = values.map(msText).join(', ');
  return grows
    ? [
        finding(
          `each spike hurts more than the one before, under the same load: p95 ${p95s}`,
          spikes[1]?.spike.fromSeconds,
        ),
      ]
    : [];
}

function finding(message: string, atSeconds: number | undefined): Found {
  return {
    detector: 'cascade',
    status: 'critical',
    metric: 'recovery',
    unit: '',
    message: atSeconds === undefined ? message : `${message} (from ${momentText(atSeconds)} of the load on)`,
    ...(atSeconds === undefined ? {} : { atSeconds }),
    advice:
      'look for unbounded retries, queues that are still worked off for clients that have left, and health checks that restart what is merely busy; shed load early (429, 503) and bound every queue',
    evidence: [FILES.timeline, FILES.summary],
  };
}
