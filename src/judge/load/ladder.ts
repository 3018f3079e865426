/**
 * The levels of a ladder, those of the probes of `--search` among them, and between which two of them the service breaks:
 * above the highest level that was good, at the first that was not.
 */
import type { Interval, LevelMode, LevelRecord } from '../../store/records/records.ts';
import type { Evidence } from '../evidence.ts';
import { baselineOf, STANDARD_ERRORS } from './expected-throughput.ts';
import { plainMode, slownessMode } from './failure-mode.ts';
import { type Level, levelsOf } from './levels.ts';

export interface LadderLevel extends Level {
  /** The load it is of: the ladder's own or that of a probe. */
  run: Evidence;
  probe: boolean;
  mode: LevelMode;
  /** Operations a second, had nothing slowed. */
  offered: number | undefined;
}

export interface Ladder {
  unit: LevelRecord['unit'];
  /** The lowest first. */
  levels: LadderLevel[];
  lastGood: LadderLevel | undefined;
  firstBad: LadderLevel | undefined;
  /** The lowest level of the ladder itself that tells nothing, where that is all that is known above the last good one. */
  untold: LadderLevel | undefined;
}

const MIN_LEVELS = 2;

/** Undefined for a scenario without a ladder, and for one that was not played. */
export function ladderOf(evidence: Evidence): Ladder | undefined {
  const planned = evidence.scenario.legs.filter(({ phase, move }) => phase === 'level' && move === 'hold');
  if (planned.length < MIN_LEVELS) return undefined;
  const levels = [evidence, ...evidence.probes].flatMap((run) =>
    levelsOf(run)
      .filter(({ phase }) => phase === 'level')
      .map((level) => ({ ...level, run, probe: run !== evidence, plain: plainMode(level, run) })),
  );
  if (levels.length === 0) return undefined;
  levels.sort((a, b) => a.level - b.level);
  const answered = levels.filter(({ plain }) => plain === undefined);
  const baseline = baselineOf(answered, evidence);
  const judged = levels.map(({ plain, ...level }): LadderLevel => {
    return {
      ...level,
      mode: plain ?? slownessMode(level, answered, evidence, baseline),
      offered: baseline === undefined ? undefined : baseline.perLevel * level.level,
    };
  });
  return {
    unit: evidence.scenario.model === 'open' ? 'arrivals/s' : 'VUs',
    levels: judged,
    ...bracketOf(judged),
  };
}

/** A level that tells nothing changes nothing, unless none above it tells anything either. */
function bracketOf(levels: LadderLevel[]): Pick<Ladder, 'lastGood' | 'firstBad' | 'untold'> {
  const lastGood = levels.findLast(({ mode }) => mode === 'good');
  const above = levels.slice(lastGood === undefined ? 0 : levels.indexOf(lastGood) + 1);
  const firstBad = above.find(tells);
  return {
    lastGood,
    firstBad,
    untold: firstBad === undefined ? above.find(({ probe }) => !probe) : undefined,
  };
}

/** Whether a level says something of the service. */
export function tells({ mode }: LadderLevel): boolean {
  return mode !== 'generator-limited' && mode !== 'unknown';
}

/**
 * From what the last good level brought, less two standard errors, to the most that it or the first bad one brought, and two
 * more, operations a second: never what was only offered. Undefined when the ladder did not break, or nothing succeeded.
 */
export function throughputInterval({ lastGood, firstBad }: Ladder): Interval | undefined {
  if (firstBad === undefined) return undefined;
  const low = lastGood === undefined ? 0 : surely(lastGood, -1);
  const high = Math.max(
    low,
    ...[lastGood, firstBad].map((level) => (level === undefined ? 0 : surely(level, 1))),
  );
  return high > 0 ? { low, high, unit: 'operations/s' } : undefined;
}

/** A level that was not held, since the service ended, has no mean but that of its best second. */
function surely({ throughput, throughputError = 0, bestSecond = 0 }: LadderLevel, side: 1 | -1): number {
  if (throughput === undefined) return bestSecond;
  return throughput === 0 ? 0 : Math.max(0, throughput + side * STANDARD_ERRORS * throughputError);
}

/** From the last good level, or none, to the first bad one; undefined when the ladder did not break. */
export function loadInterval({ lastGood, firstBad, unit }: Ladder): Interval | undefined {
  return firstBad === undefined ? undefined : { low: lastGood?.level ?? 0, high: firstBad.level, unit };
}

/** As it stands in the verdict. */
export function levelRecords({ levels, unit }: Ladder): LevelRecord[] {
  return levels.map(({ level, probe, mode, fromSeconds, toSeconds, ...shown }) => ({
    level,
    unit,
    ...(probe ? { probe } : {}),
    mode,
    ...present(shown),
    fromSeconds,
    toSeconds,
  }));
}

const SHOWN = [
  'offered',
  'throughput',
  'medianMs',
  'p95Ms',
  'errorRate',
  'inFlight',
  'cpuShare',
  'memoryBytes',
  'generator',
] as const satisfies (keyof LadderLevel & keyof LevelRecord)[];

function present(level: Partial<LadderLevel>): Partial<LevelRecord> {
  const kind = level.errorRate ? level.errorKind : undefined;
  return Object.fromEntries(
    [...SHOWN.map((name) => [name, level[name]] as const), ['errorKind', kind] as const].filter(
      ([, value]) => value !== undefined,
    ),
  );
}
