/** What one wants to know of each box: how much load it held, and what that took. */
import type { BoxRow, Scene } from '../page/data.ts';
import { peakLevel } from '../shared/load/shape.ts';
import type { Finding, LevelRecord, RunRecord, Verdict } from '../store/records/records.ts';
import { levelText, MIB } from '../text/numbers.ts';
import { cappedText } from './capped.ts';

/** A load that stayed within its marks, and what was measured under it. */
interface Held extends Pick<BoxRow, 'p95Ms' | 'throughput' | 'errorRate' | 'cpus' | 'throttledShare'> {
  scene: Scene;
  level: number;
  text: string;
}

/** More names than these say no more. */
const MAX_NAMES = 2;

/** @param scenes all of the run, in any order */
export function boxRows(run: RunRecord, { profiles }: Verdict, scenes: Scene[]): BoxRow[] {
  return profiles.map(({ name, status }) => {
    const box = run.profiles.find((profile) => profile.name === name);
    const own = scenes.filter(({ profile }) => profile === name);
    const held = heldOf(own, box?.limits?.cpus);
    const { scene, level: _, text, ...measured } = held ?? { text: notHeldText(own) };
    const broken = own.filter((each) => each.status === 'critical').map(({ scenario }) => scenario);
    const peaks = own.flatMap(({ figures }) => figures.memoryPeakBytes ?? []);
    const seconds = own.reduce((sum, { figures }) => sum + (figures.seconds ?? 0), 0);
    const shown = scene ?? own.find(({ time }) => time.length > 0);
    return {
      name,
      status,
      about: box?.about ?? '',
      held: text,
      ...notHeldIn(held, own, broken),
      ...measured,
      ...(peaks.length === 0 ? {} : { memoryPeakBytes: Math.max(...peaks) }),
      ...(box?.limits === undefined
        ? {}
        : { memoryLimitMib: box.limits.memoryBytes / MIB, cpuLimit: box.limits.cpus }),
      ...(seconds === 0 ? {} : { seconds }),
      ...(shown === undefined ? {} : { scenario: shown.scenario }),
    };
  });
}

/** The highest level of a ladder that was borne; without one the highest peak of a scenario that stayed within its marks. */
function heldOf(scenes: Scene[], cpus: number | undefined): Held | undefined {
  const ladders = highest(scenes.flatMap((scene) => levelsHeld(scene, cpus)));
  return ladders ?? highest(scenes.flatMap(peakHeld));
}

function highest(all: Held[]): Held | undefined {
  return all.reduce<Held | undefined>(
    (most, each) => (most === undefined || each.level > most.level ? each : most),
    undefined,
  );
}

function levelsHeld(scene: Scene, boxCpus: number | undefined): Held[] {
  if (!scene.findings.some(({ detector }) => detector === 'breaking-point')) return [];
  return scene.levels
    .filter(({ mode }) => mode === 'good')
    .map((level) => ({
      scene,
      level: level.level,
      text: `${levelText(level.level, scene.model)} in ${scene.scenario}`,
      ...present({
        p95Ms: level.p95Ms,
        throughput: level.throughput,
        errorRate: level.errorRate,
        cpus: boxCpus === undefined || level.cpuShare === undefined ? undefined : level.cpuShare * boxCpus,
        throttledShare: throttledAt(level, scene),
      }),
    }));
}

/** Of a ladder where it breaks, and what else broke. */
function notHeldIn(held: Held | undefined, own: Scene[], broken: string[]): Pick<BoxRow, 'notHeld'> {
  const never = own.flatMap((scene) => {
    const interval = scene === held?.scene ? undefined : intervalOf(scene);
    return interval === undefined ? [] : [{ scenario: scene.scenario, interval }];
  });
  const told = [held?.scene, ...never].map((each) => each?.scenario);
  const others = held === undefined ? [] : broken.filter((scenario) => !told.includes(scenario));
  const parts = [
    ...(held === undefined || breakOf(held.scene.findings) === undefined ? [] : [heldUntil(held)]),
    ...never.map(({ scenario, interval }) => `${scenario} ${breakText(interval)}`),
    ...(others.length === 0 ? [] : [`not in ${cappedText(others, MAX_NAMES)}`]),
  ];
  return parts.length === 0 ? {} : { notHeld: parts.join('; ') };
}

function heldUntil({ scene, level }: Held): string {
  const interval = intervalOf(scene);
  if (interval !== undefined) return breakText(interval);
  return level >= peakLevel(scene.legs) ? 'the highest that was tried' : 'the highest that could be judged';
}

function breakText({ low, high }: NonNullable<Finding['loadInterval']>): string {
  return low === 0 ? `breaks at ${high} or fewer` : `breaks between ${low} and ${high}`;
}

function breakOf(findings: Finding[]): Finding | undefined {
  return findings.find(({ detector }) => detector === 'breaking-point');
}

function intervalOf({ findings }: Scene): Finding['loadInterval'] {
  return breakOf(findings)?.loadInterval;
}

/** A ladder of which no level was borne is a warning where the box was not at its limit. */
function peakHeld(scene: Scene): Held[] {
  const { status, legs, model, scenario, figures } = scene;
  if ((status !== 'healthy' && status !== 'warning') || intervalOf(scene) !== undefined) return [];
  const level = peakLevel(legs);
  const { p95Ms, throughput, errorRate, cpus, throttledShare } = figures;
  const text = `${levelText(level, model)} in ${scenario}`;
  return [{ scene, level, text, ...present({ p95Ms, throughput, errorRate, cpus, throttledShare }) }];
}

function notHeldText(scenes: Scene[]): string {
  const isBroken = scenes.some((scene) => scene.status === 'critical' || intervalOf(scene) !== undefined);
  return isBroken ? 'none of what was tried' : 'not known';
}

/** A probe of a search was played in a load of its own, whose series are not those of the scenario. */
function throttledAt(
  { fromSeconds, toSeconds, probe }: LevelRecord,
  { time, series }: Scene,
): number | undefined {
  const values = series.find(({ id }) => id === 'throttled')?.values ?? [];
  const then = values.filter((value, index): value is number => {
    const second = time[index] ?? 0;
    return value !== null && second >= fromSeconds && second <= toSeconds;
  });
  if (probe || then.length === 0) return undefined;
  return then.reduce((sum, value) => sum + value, 0) / then.length;
}

function present<Shape extends object>(values: Shape): { [Name in keyof Shape]?: NonNullable<Shape[Name]> } {
  const known = Object.entries(values).filter(([, value]) => value !== undefined);
  return Object.fromEntries(known) as { [Name in keyof Shape]?: NonNullable<Shape[Name]> };
}
