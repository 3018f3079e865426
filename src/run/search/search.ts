/**
 * Narrows the breaking point of a ladder that was played: bisects between its last good and its first bad level by
 * further loads of the same scenario, each of one level, on a service that is started anew. What a probe shows lies in
 * its own folder below the ladder's, and is judged with the ladder from there.
 */
import { type Leg, SCRIPT_ENV } from '../../contract/contract.ts';
import type { Evidence } from '../../judge/evidence.ts';
import { ladderOf } from '../../judge/load/ladder.ts';
import { scenarioSeconds } from '../../plan/plan.ts';
import type { Pace } from '../../shared/load/shape.ts';
import type { ScenarioPlan } from '../../store/records/records.ts';
import { createProbeFolder } from '../../store/store.ts';
import { levelText, msText, percentText } from '../../text/numbers.ts';
import type { Scene } from '../play.ts';
import { NARROW, nextProbe } from './next-probe.ts';

export interface Search {
  /** The scene of the ladder itself. */
  scene: Scene;
  pace: Pace;
  /** Everything that is stored of the ladder and of its probes so far. */
  read(): Evidence;
  play(scene: Scene, title: string): Promise<void>;
  note(line: string): void;
  interrupted: AbortSignal;
}

/** Each halves the distance in proportion: six make a ten-fold step less than 4 %. */
export const MAX_PROBES = 6;
const HOLD_SECONDS: Record<Pace, number> = { quick: 10, full: 60 };
/** The base warms the service up; the ramps let connections open in good order. */
const BASE_SECONDS: Record<Pace, number> = { quick: 3, full: 15 };
const RAMP_SECONDS: Record<Pace, number> = { quick: 2, full: 10 };

/** Whether there is something to search in. */
export function hasLevels({ legs }: Pick<ScenarioPlan, 'legs'>): boolean {
  return legs.some(({ phase }) => phase === 'level');
}

/** Wall time that a search should take where the service breaks between two levels of this ladder, seconds. */
export function searchSeconds({ legs }: Pick<ScenarioPlan, 'legs'>, pace: Pace): number {
  return probesBetween(legs) * scenarioSeconds({ legs: probeLegs(1, 1, pace) });
}

/** For the widest step upwards. */
function probesBetween(legs: Leg[]): number {
  const levels = legs.filter(({ phase }) => phase === 'level').map(({ level }) => level);
  const steps = levels.map((level, index) => level / (levels[index - 1] ?? level));
  const halvings = Math.log2(Math.log(Math.max(1, ...steps)) / Math.log(NARROW));
  return Math.min(MAX_PROBES, Math.max(0, Math.ceil(halvings)));
}

/** @throws BurstboxError when the machine refuses, as `play` does. */
export async function search(job: Search): Promise<void> {
  const played = new Set<number>();
  while (!job.interrupted.aborted) {
    const next = nextProbe(job.read());
    if ('done' in next) return job.note(`search: ${next.done}`);
    if (played.has(next.level))
      return job.note(`search: nothing was measured at ${next.level}, so it ends there`);
    if (played.size === MAX_PROBES) return job.note(`search: ends after ${MAX_PROBES} probes`);
    played.add(next.level);
    await playProbe(job, next.level, next.base);
  }
}

async function playProbe(job: Search, level: number, base: number): Promise<void> {
  const { pace } = job;
  // A probe is there to fail: ended when it does, it would show little of its level.
  const { abortOn: _, ...scene } = job.scene;
  const { model, name } = scene.scenario;
  const legs = probeLegs(level, base, pace);
  const probe: Scene = {
    ...scene,
    scenario: { ...scene.scenario, legs },
    folder: createProbeFolder(scene.folder, level),
    parameters: { ...scene.parameters, [SCRIPT_ENV.shape]: JSON.stringify(legs) },
  };
  await job.play(probe, `${scene.profile} / ${name}, probe at ${levelText(level, model)}`);
  if (!job.interrupted.aborted) job.note(`search: ${shownText(job.read(), level)}`);
}

/** A short hold at the base, then the level. */
export function probeLegs(level: number, base: number, pace: Pace): Leg[] {
  return [
    { phase: 'base', move: 'ramp', seconds: RAMP_SECONDS[pace], level: base },
    { phase: 'base', move: 'hold', seconds: BASE_SECONDS[pace], level: base },
    { phase: 'level', move: 'ramp', seconds: RAMP_SECONDS[pace], level },
    { phase: 'level', move: 'hold', seconds: HOLD_SECONDS[pace], level },
  ];
}

function shownText(evidence: Evidence, level: number): string {
  const shown = ladderOf(evidence)?.levels.find((each) => each.probe && each.level === level);
  const where = levelText(level, evidence.scenario.model);
  if (shown === undefined) return `${where}: nothing was measured`;
  const { mode, throughput, offered, medianMs, errorRate } = shown;
  const rate = (value: number | undefined) => (value === undefined ? '–' : `${Math.round(value)}/s`);
  return `${where}: ${mode}, ${rate(throughput)} of ${rate(offered)}, median ${msText(medianMs)}, errors ${percentText(errorRate)}`;
}
