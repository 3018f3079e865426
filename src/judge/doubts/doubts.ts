/**
 * What makes us doubt our own measurement. A closed list; each doubt says what to do about it, and what it takes away:
 *
 *   `all`      nothing can be concluded from this scenario, except what was proven (a critical finding)
 *   `blame`    slowness cannot be laid at the service's door: latency findings become unknown
 *   `nothing`  good to know
 */
import type { Doubt } from '../../store/records/records.ts';
import type { Evidence } from '../evidence.ts';
import { RULES, type Rule, type Takes } from './rules.ts';

/** The gravest first. */
const GRAVITY: Takes[] = ['all', 'blame', 'nothing'];

/** Whether this doubt alone makes a scenario unknown. */
export function takesAll(id: string): boolean {
  return takenBy(id) === 'all';
}

/** What this doubt takes away; nothing if it is none of ours. */
export function takenBy(id: string): Takes {
  return RULES.find((rule) => rule.id === id)?.takes ?? 'nothing';
}

/** The doubts about one scenario, the gravest first, and what they take away. */
export function doubtsOf(evidence: Evidence): { doubts: Doubt[]; takes: Set<Takes> } {
  const found = RULES.flatMap((rule) => {
    const message = rule.seen(evidence);
    return message === undefined
      ? []
      : [{ rule, doubt: { id: rule.id, message, action: actionOf(rule, evidence) } }];
  }).sort((a, b) => GRAVITY.indexOf(a.rule.takes) - GRAVITY.indexOf(b.rule.takes));
  return { doubts: found.map(({ doubt }) => doubt), takes: new Set(found.map(({ rule }) => rule.takes)) };
}

function actionOf({ action }: Rule, evidence: Evidence): string {
  return typeof action === 'string' ? action : action(evidence);
}
