/** Evidence of a ladder that a synthetic service went up: what k6, its timeline and the service itself show of each level. */
import assert from 'node:assert/strict';
import type { K6Summary, Leg } from '../../contract/contract.ts';
import type { ScenarioPlan } from '../../store/records/records.ts';
import type { Snapshot } from '../../store/timeline.ts';
import type { Evidence } from '../evidence.ts';
import { evidenceOf, outcomeOf, PING, rate, START_MS, summaryOf, trend } from '../fixtures.ts';
import { type Ladder, ladderOf } from './ladder.ts';

export const THINK_SECONDS = 1;
export const SERVICE_SECONDS = 0.01;
export const LADDER_VUS = [100, 200, 500, 1000, 2000];

/** What a level shows. */
export interface Shown {
  /** Operations that end in a second. */
  throughput: number;
  latencyMs: number;
  errorRate?: number;
}

/** A closed model by Little's law: a service that does so many operations a second and not one more. */
export function closedModel(capacity: number): (vus: number) => Shown {
  return (vus) => {
    const throughput = Math.min(vus / (THINK_SECONDS + SERVICE_SECONDS), capacity);
    return { throughput, latencyMs: (vus / throughput - THINK_SECONDS) * 1000 };
  };
}

/** Each level with a ramp before it, during which the service is as at rest, then back to the base. */
export function ladderLegs(levels: number[], holdSeconds = 12): Leg[] {
  return [
    ...levels.flatMap((level): Leg[] => [
      { phase: 'level', move: 'ramp', seconds: 4, level },
      { phase: 'level', move: 'hold', seconds: holdSeconds, level },
    ]),
    { phase: 'recovery', move: 'hold', seconds: 4, level: levels[0] ?? 1 },
  ];
}

/** A load of these legs on a service that shows this. One operation an iteration. */
export function playedLadder(
  shown: (level: number) => Shown,
  legs: Leg[] = ladderLegs(LADDER_VUS),
  changes: Partial<Evidence> = {},
): Evidence {
  const scenario: ScenarioPlan = { ...PING, name: 'ladder', thinkSeconds: THINK_SECONDS, limits: [], legs };
  const metrics: K6Summary['metrics'] = {};
  const timeline: Snapshot[] = [];
  for (const [index, { move, level, seconds }] of legs.entries()) {
    const { throughput, latencyMs, errorRate = 0 } = move === 'hold' ? shown(level) : atRest(level);
    const [ended, failed] = [throughput * seconds, throughput * seconds * errorRate];
    const stats = { avg: latencyMs, med: latencyMs, 'p(95)': 2 * latencyMs };
    metrics[`op_duration{leg:${index}}`] = trend(stats, ended - failed);
    metrics[`op_failed{leg:${index}}`] = rate(failed, ended - failed);
    for (let second = 0; second < seconds; second += 1)
      timeline.push({
        t: START_MS + (timeline.length + 1) * 1000,
        values: {
          vus: { value: level },
          http_reqs: { count: throughput },
          iterations: { count: throughput },
          op_failed: { rate: errorRate },
          ...(errorRate === 0 ? {} : { op_errors_http_5xx: { count: throughput * errorRate } }),
          ...(throughput === 0 ? {} : { op_duration: { avg: latencyMs, 'p(95)': 2 * latencyMs } }),
        },
      });
  }
  return evidenceOf({
    scenario,
    summary: summaryOf(metrics),
    timeline,
    samples: [],
    outcome: outcomeOf({ scenario: 'ladder', legs }),
    ...changes,
  });
}

function atRest(level: number): Shown {
  return { throughput: level / 2, latencyMs: SERVICE_SECONDS * 1000 };
}

/** A ladder of which this share of the operations fails in this way from 500 VUs on. */
export function failing(kind: string, share = 0.2): Evidence {
  const evidence = playedLadder((vus) => ({ ...closedModel(1e6)(vus), errorRate: vus >= 500 ? share : 0 }));
  for (const { values } of evidence.timeline) {
    const { op_errors_http_5xx: errors, ...rest } = values;
    for (const name of Object.keys(values)) delete values[name];
    Object.assign(values, rest, errors === undefined ? {} : { [`op_errors_${kind}`]: errors });
  }
  return evidence;
}

export function ladder(evidence: Evidence): Ladder {
  const found = ladderOf(evidence);
  assert.ok(found);
  return found;
}

export const modes = (evidence: Evidence) => ladder(evidence).levels.map(({ mode }) => mode);
