/**
 * Slow without errors is not healthy. In loads of several operations (soak, spike, ladder) each is held to the mark that it has
 * in its own scenario, where the load is one that a service must bear: the steady part, the base of a spike and the lowest level
 * of a ladder. In a recovery users of the spike still finish their turns: the detector for that looks at its end. And whatever the marks say, an operation that takes many times what it takes a user alone,
 * while the CPU is idle, waits. A service at its CPU limit on the top of a ladder only queues: that is for the breaking point.
 */
import { K6_METRIC, type Limit, type Status } from '../../contract/contract.ts';
import { OPERATION_MARKS } from '../../shared/load/limits.ts';
import { FILES } from '../../store/store.ts';
import { msText } from '../../text/numbers.ts';
import { slownessCause } from '../causes/cpu.ts';
import { type TwoSpeeds, twoSpeedsOf, twoSpeedsText } from '../causes/two-speeds.ts';
import {
  cpuAt,
  type Held,
  heldAt,
  idleText,
  isAlwaysAsLong,
  isOwnWait,
  timesAlone,
  timesText,
  valuesOf,
  waitsAt,
} from '../causes/waiting.ts';
import type { Detector, Found } from '../detector.ts';
import { type Evidence, statOf } from '../evidence.ts';
import { mayBeGenerators } from '../load/failure-mode.ts';
import { ladderOf } from '../load/ladder.ts';
import { type Level, levelsOf, samplesBetween } from '../load/levels.ts';
import { playedSeconds } from '../load/load-clock.ts';
import { type WarmUp, warmUpOf, warmUpText } from '../load/warm-up.ts';
import { statusAgainst } from '../pass-mark.ts';
import { byGravity } from '../status.ts';
import { judgeGc } from './gc.ts';
import { judgeHang } from './hang.ts';
import { judgeStall } from './stall.ts';

interface Slow extends Held {
  status: Status;
  mark: Limit | undefined;
  waits: boolean;
  /** It takes as long whoever asks. */
  isOwn?: boolean;
  warm?: WarmUp;
  /** Some of its answers are slow, and the others are not. */
  some?: TwoSpeeds;
}

/** Each of them says for itself what makes all answers slow. */
const TOLD: Detector[] = [judgeStall, judgeGc, judgeHang];
const MARKS: Partial<Record<string, Limit>> = OPERATION_MARKS;

/** One finding at most: the worst operation at the level where it is worst. */
export function judgeSlowness(evidence: Evidence): Found[] {
  if (TOLD.some((judge) => judge(evidence).some(({ status }) => status !== 'healthy'))) return [];
  const slow = levelsOf(evidence)
    .filter(({ phase, toSeconds }) => phase !== 'recovery' && toSeconds <= playedSeconds(evidence))
    .flatMap((level, index) => slowAt(level, index === 0, evidence))
    .sort((a, b) => byGravity(a.status, b.status) || (timesAlone(b) ?? 0) - (timesAlone(a) ?? 0));
  const [first] = slow;
  return first === undefined ? [] : [findingOf(first, slow, evidence)];
}

function slowAt(level: Level, isFirst: boolean, evidence: Evidence): Slow[] {
  const waiting = isToldByLadder(level, evidence) ? [] : waitsAt(level, evidence).map(({ op }) => op);
  return heldAt(level, evidence).flatMap((held): Slow[] => {
    if (crossesOwnMark(held.op, evidence)) return [];
    const mark = MARKS[held.op];
    const against = mark === undefined ? 'healthy' : statusAgainst(mark, held.p95Ms);
    const warm = warmUp(held, mark, evidence);
    if (warm !== undefined) {
      const isTold = against === 'healthy' || crossesAnyMark(evidence);
      const status = isTold ? 'healthy' : unlessOurs(boundAt(level, isFirst, 'warning'), level, evidence);
      return status === 'healthy' ? [] : [{ ...held, mark, warm, waits: false, status }];
    }
    if (waiting.includes(held.op))
      return [{ ...held, mark, waits: true, status: against === 'critical' ? against : 'warning' }];
    const some = someSlow(held, isFirst, evidence);
    if (some !== undefined)
      return [{ ...held, mark, some, waits: true, status: against === 'critical' ? against : 'warning' }];
    const bound = boundAt(level, isFirst, against);
    const isOwn = isAlwaysAsLong(held.op, valuesOf(held, evidence), evidence);
    const status = isOwn ? bound : unlessOurs(bound, level, evidence);
    return status === 'healthy' ? [] : [{ ...held, mark, waits: false, isOwn, status }];
  });
}

/** In a spike and above the lowest level of a ladder a service may queue. */
function someSlow(held: Held, isFirst: boolean, evidence: Evidence): TwoSpeeds | undefined {
  const { phase } = held.level;
  if (phase === 'spike' || (phase === 'level' && !isFirst)) return undefined;
  const some = twoSpeedsOf(held.op, held.level, evidence);
  if (some === undefined) return undefined;
  return some.isTimed || isOwnWait(held, some.slowMs / 2, evidence) ? some : undefined;
}

/** Of what is slow for its first seconds the detector limits tells, if it tells of anything; within the mark it is as it should be. */
function warmUp({ op, p95Ms }: Held, mark: Limit | undefined, evidence: Evidence): WarmUp | undefined {
  const healthy = Math.min(mark?.healthy ?? Number.POSITIVE_INFINITY, p95Ms / 2);
  return warmUpOf(
    { metric: `${K6_METRIC.opDuration}{op:${op}}`, stat: 'p(95)', unit: 'ms', healthy, critical: healthy },
    evidence,
  );
}

/** What a level that must be borne shows counts; in a spike and above the lowest level of a ladder a service may queue. */
function boundAt({ phase }: Level, isFirst: boolean, against: Status): Status {
  if (phase === 'spike') return against === 'critical' ? 'warning' : 'healthy';
  return phase === 'level' && !isFirst ? 'healthy' : against;
}

function unlessOurs(status: Status, level: Level, evidence: Evidence): Status {
  if (status === 'healthy') return status;
  if (!mayBeGenerators(level) && cpuAt(level, evidence).state !== 'crowded') return status;
  // What may be slow on purpose leaves nothing open.
  return level.phase === 'spike' ? 'healthy' : 'unknown';
}

/** Where a ladder breaks, and above it, the breaking point tells of waiting. */
function isToldByLadder({ phase, level }: Level, evidence: Evidence): boolean {
  const { firstBad } = ladderOf(evidence) ?? {};
  return phase === 'level' && firstBad !== undefined && level >= firstBad.level;
}

/** Told by the detector limits, with the same times. */
function crossesOwnMark(op: string, evidence: Evidence): boolean {
  return evidence.scenario.limits.some(
    (limit) => limit.metric.includes(`op:${op}}`) && isCrossed(limit, evidence),
  );
}

function crossesAnyMark(evidence: Evidence): boolean {
  return evidence.scenario.limits.some((limit) => isCrossed(limit, evidence));
}

function isCrossed(limit: Limit, { summary }: Evidence): boolean {
  const value = limit.unit === 'ms' ? statOf(summary, limit.metric, limit.stat) : undefined;
  return value !== undefined && statusAgainst(limit, value) !== 'healthy';
}

function findingOf(slow: Slow, all: Slow[], evidence: Evidence): Found {
  const { level, op, status, mark, p95Ms, waits, isOwn = waits } = slow;
  const { fromSeconds, toSeconds } = level;
  const [cause] = slownessCause(
    evidence,
    { restsOnTiming: !isOwn },
    samplesBetween(evidence, fromSeconds, toSeconds),
  );
  const advice = cause?.instead ?? cause?.advice;
  return {
    detector: 'slowness',
    status,
    metric: `op_duration{op:${op},leg:${level.leg}} p(95)`,
    value: p95Ms,
    ...(mark === undefined ? {} : { limit: status === 'critical' ? mark.critical : mark.healthy }),
    unit: 'ms',
    message: `${messageOf(slow, evidence)}${slow.warm === undefined ? '' : warmUpText(slow.warm)}${othersText(slow, all)}${status === 'unknown' ? '; but k6 or the service was short of CPU because of other programs' : ''}`,
    ...(cause === undefined ? {} : { cause: cause.cause, also: cause.also ?? [] }),
    ...(advice === undefined ? {} : { advice }),
    // whether there was CPU has been looked at for the level itself
    restsOnTiming: false,
    evidence: [FILES.summary, FILES.timeline, FILES.samples, FILES.cpuProfile],
  };
}

/** `p95 of list is 1.20 s at 100 VUs, over the healthy mark of 500 ms, 300 times the 4.0 ms of a user alone, while the CPU is idle: it waits` */
function messageOf(slow: Slow, evidence: Evidence): string {
  const { op, level, p95Ms, mark, some } = slow;
  const against = mark === undefined ? 'healthy' : statusAgainst(mark, p95Ms);
  const over =
    mark === undefined || against === 'healthy'
      ? ''
      : `, over the ${against === 'critical' ? `critical mark of ${msText(mark.critical)}` : `healthy mark of ${msText(mark.healthy)}`}`;
  const cpu = cpuAt(level, evidence);
  if (some !== undefined)
    return `${twoSpeedsText(op, some)}${over}${cpu.state === 'idle' ? `, ${idleText(cpu)}` : ': it waits'}`;
  const times = timesText(slow);
  return [
    `p95 of ${op} is ${msText(p95Ms)} ${whereText(level, evidence)}${over}`,
    ...(times === '' ? [] : [times]),
    ...(slow.waits ? [idleText(cpu)] : []),
  ].join(', ');
}

function whereText({ phase, level }: Level, { scenario }: Evidence): string {
  const load = scenario.model === 'open' ? `${level} arrivals/s` : `${level} VUs`;
  return phase === 'spike' ? `in the spike of ${load}` : `with ${load}`;
}

function othersText({ op, level }: Slow, all: Slow[]): string {
  const others = new Set(all.filter((each) => each.level === level && each.op !== op).map((each) => each.op));
  return others.size === 0 ? '' : `; also ${[...others].join(', ')}`;
}
