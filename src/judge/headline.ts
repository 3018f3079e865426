import type { ScenarioVerdict } from '../store/records/records.ts';
import { takesAll } from './doubts.ts';

/**
 * The one sentence about a scenario that a person reads first: what we doubt when it is unknown, else its worst
 * finding; of a healthy ladder, where it breaks. Then how many repeats came to that.
 */
export function headline(verdict: ScenarioVerdict): string {
  return [sentence(verdict), verdict.repeats?.message ?? ''].filter((part) => part !== '').join('; ');
}

function sentence({ status, findings, doubts }: ScenarioVerdict): string {
  const finding = findings.find((each) => each.status === status);
  if (status === 'healthy')
    return findings.find(({ detector }) => detector === 'breaking-point')?.message ?? '';
  if (status === 'unknown') return doubts.find(({ id }) => takesAll(id))?.message ?? finding?.message ?? '';
  if (finding === undefined) return '';
  return finding.cause === undefined ? finding.message : `${finding.message} (${firstPart(finding.cause)})`;
}

/** The likeliest cause stands first; what else was seen is for those who read on. */
function firstPart(cause: string): string {
  return cause.split('; ')[0] ?? cause;
}
