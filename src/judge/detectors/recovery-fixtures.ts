/** A load with a spike, and how long its operations took. */
import type { ScenarioPlan } from '../../store/records/records.ts';
import type { Snapshot } from '../../store/timeline.ts';
import type { Found } from '../detector.ts';
import { evidenceOf, PING, START_MS } from '../fixtures.ts';
import { judgeRecovery } from './recovery.ts';

export type Legs = ScenarioPlan['legs'];

export const BASE: Legs = [
  { phase: 'base', move: 'ramp', seconds: 2, level: 100 },
  { phase: 'base', move: 'hold', seconds: 10, level: 100 },
];

/** Up to the spike, on it, down again and the recovery: 1 + 5 + 1 + this many seconds. */
export function spike(recoverySeconds = 10): Legs {
  return [
    { phase: 'spike', move: 'ramp', seconds: 1, level: 500 },
    { phase: 'spike', move: 'hold', seconds: 5, level: 500 },
    { phase: 'recovery', move: 'ramp', seconds: 1, level: 100 },
    { phase: 'recovery', move: 'hold', seconds: recoverySeconds, level: 100 },
  ];
}

/** p95 of each second of the load, ms; undefined is one without an answer. */
export type Column = (number | undefined)[];

export const seconds = (count: number, ms: number | undefined): Column => new Array(count).fill(ms);

export const BASE_20_MS = seconds(12, 20);

export function timelineOf(column: Column): Snapshot[] {
  return column.map((ms, second) => ({
    t: START_MS + (second + 1) * 1000,
    values: ms === undefined ? {} : { op_duration: { 'p(95)': ms } },
  }));
}

/** A load of this p95 and so many operations in each second. */
export function counted(column: [ms: number, count: number][], legs: Legs = [...BASE, ...spike()]): Found[] {
  const timeline = timelineOf(column.map(([ms]) => ms)).map(({ t, values }, second) => ({
    t,
    values: { ...values, http_reqs: { count: column[second]?.[1] ?? 0 } },
  }));
  return judgeRecovery(evidenceOf({ scenario: { ...PING, legs }, timeline }));
}

export const each = (count: number, ms: number, operations: number): [number, number][] =>
  new Array(count).fill([ms, operations]);
